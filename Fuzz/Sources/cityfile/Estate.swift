/// The estate of Tests/cli/test_forged.py: walls, gates with hours, doors, bays, stairs and a lift.
let estate = #"""
  <?xml version="1.0" encoding="UTF-8"?>
  <osm version="0.6" generator="test">
  <node id="1" lat="52.0000000" lon="12.9956227"></node>
  <node id="2" lat="52.0000000" lon="13.0000000"></node>
  <node id="3" lat="52.0000000" lon="13.0043773"></node>
  <node id="4" lat="52.0001797" lon="13.0000000"><tag k="barrier" v="gate"/><tag k="name" v="South Gate"/><tag k="opening_hours" v="Mo-Su 06:00-23:00"/><tag k="access" v="private"/></node>
  <node id="5" lat="52.0035932" lon="12.9985409"></node>
  <node id="6" lat="52.0035932" lon="13.0014591"></node>
  <node id="7" lat="52.0004492" lon="13.0000000"></node>
  <node id="8" lat="52.0044916" lon="13.0014591"></node>
  <node id="9" lat="52.0036831" lon="13.0029182"></node>
  <node id="10" lat="52.0001797" lon="13.0011673"></node>
  <node id="11" lat="52.0008983" lon="13.0011673"></node>
  <node id="12" lat="52.0008983" lon="12.9988327"></node>
  <node id="13" lat="52.0001797" lon="12.9988327"></node>
  <node id="20" lat="52.0005390" lon="13.0000000"><tag k="entrance" v="main"/><tag k="ref" v="1"/></node>
  <node id="21" lat="52.0005390" lon="13.0001459"></node>
  <node id="22" lat="52.0006737" lon="13.0001459"></node>
  <node id="23" lat="52.0006737" lon="12.9998541"></node>
  <node id="24" lat="52.0005390" lon="12.9998541"></node>
  <node id="30" lat="52.0000898" lon="12.9978114"><tag k="amenity" v="bicycle_parking"/><tag k="capacity" v="4"/></node>
  <node id="31" lat="52.0001078" lon="13.0021886"><tag k="shop" v="convenience"/><tag k="name" v="Corner"/><tag k="opening_hours" v="24/7"/></node>
  <node id="32" lat="52.0001347" lon="13.0029182"><tag k="addr:street" v="Long Street"/><tag k="addr:housenumber" v="7"/></node>
  <node id="33" lat="52.0005390" lon="12.9956227"></node>
  <node id="34" lat="52.0010780" lon="12.9957686"><tag k="highway" v="elevator"/></node>
  <node id="35" lat="52.0010780" lon="12.9970818"></node>
  <node id="36" lat="52.0012576" lon="12.9957686"><tag k="barrier" v="gate"/><tag k="foot:conditional" v="no @ (22:00-06:00)"/></node>
  <node id="37" lat="52.0017966" lon="12.9957686"></node>
  <node id="71" lat="52.0003593" lon="13.0017509"></node>
  <node id="72" lat="52.0003593" lon="13.0023346"></node>
  <node id="73" lat="52.0007186" lon="13.0023346"></node>
  <node id="74" lat="52.0007186" lon="13.0017509"></node>
  <way id="50"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="name" v="Long Street"/></way>
  <way id="51"><nd ref="2"/><nd ref="4"/><nd ref="7"/><nd ref="20"/><tag k="highway" v="service"/></way>
  <way id="52"><nd ref="4"/><nd ref="10"/><nd ref="11"/><nd ref="12"/><nd ref="13"/><nd ref="4"/><tag k="barrier" v="fence"/><tag k="landuse" v="residential"/><tag k="name" v="Rose Court"/></way>
  <way id="40"><nd ref="20"/><nd ref="21"/><nd ref="22"/><nd ref="23"/><nd ref="24"/><nd ref="20"/><tag k="building" v="apartments"/><tag k="addr:street" v="Long Street"/><tag k="addr:housenumber" v="5"/></way>
  <way id="60"><nd ref="5"/><nd ref="6"/><nd ref="8"/><tag k="highway" v="residential"/><tag k="name" v="Island Lane"/></way>
  <way id="61"><nd ref="6"/><nd ref="9"/><tag k="highway" v="residential"/></way>
  <way id="53"><nd ref="1"/><nd ref="33"/><tag k="highway" v="steps"/><tag k="step_count" v="20"/></way>
  <way id="54"><nd ref="33"/><nd ref="34"/><nd ref="35"/><tag k="highway" v="footway"/><tag k="level" v="1"/></way>
  <way id="55"><nd ref="34"/><nd ref="36"/><nd ref="37"/><tag k="highway" v="path"/></way>
  <way id="70"><nd ref="71"/><nd ref="72"/><nd ref="73"/><nd ref="74"/><nd ref="71"/><tag k="building" v="house"/><tag k="name" v="Hut"/></way>
  </osm>
  """#
