import Dense
import Geo
import OSM
import Streets
import Testing
import Wording

@testable import Routing

@Suite struct JourneyStepTests {
  /// ```
  ///          3 (400,300)
  ///          |  Nanjing Road
  /// 1 -----  2 ----- 4   Renmin Road
  /// ```
  private func cornerCity() -> JourneyTestCity {
    let city = JourneyTestCity()
    city.node(1, 0, 0)
    city.node(2, 400, 0)
    city.node(3, 400, 300)
    city.node(4, 800, 0)
    city.way(10, [1, 2, 4], [("highway", "tertiary"), ("name", "Renmin Road")])
    city.way(11, [2, 3], [("highway", "residential"), ("name", "南京路")])
    return city
  }

  @Test func `a walk around a corner sets off, turns and arrives`() throws {
    let city = cornerCity()
    let journey = try city.journey(city.spot(50, 0, way: 10), city.spot(400, 200, way: 11))
    #expect(
      journey.sentences(.english) == [
        "Walk east on Renmin Road for 350 m", "Turn left onto 南京路 for 200 m", "Arrive at your destination",
      ])
    #expect(
      journey.sentences(.chinese) == [
        "沿Renmin Road向东步行 350 米", "左转进入南京路，步行 200 米", "到达目的地",
      ])
    #expect(journey.status == .ok)
    #expect(journey.geometry.count == 3)
    #expect(journey.legs.map(\.kind) == [.walk])
  }

  @Test func `each language has its own name of a street`() throws {
    let city = cornerCity()
    city.node(5, 400, -300)
    city.way(12, [2, 5], [("highway", "residential"), ("name", "北京路"), ("name:en", "Beijing Road")])
    let journey = try city.journey(city.spot(50, 0, way: 10), city.spot(400, -200, way: 12))
    #expect(journey.sentences(.english)[1] == "Turn right onto Beijing Road for 200 m")
    #expect(journey.sentences(.chinese)[1] == "右转进入北京路，步行 200 米")
    let label = Wording.Labels.building(
      block: "", name: "", nameEnglish: "", street: Wording(en: "Beijing Road", zh: "北京路"), number: "7号",
      unit: "",
      entrance: "")
    #expect(label == Wording(en: "Beijing Road 7", zh: "北京路7号"))
  }

  @Test func `a street that goes straight on is one step`() throws {
    let city = cornerCity()
    let journey = try city.journey(city.spot(50, 0, way: 10), city.spot(750, 0, way: 10))
    #expect(
      journey.sentences(.english) == ["Walk east on Renmin Road for 700 m", "Arrive at your destination"])
  }

  @Test func `the sums hold to the millisecond and the millimetre`() throws {
    let city = cornerCity()
    for mode in Mode.allCases {
      let found = try city.find(
        city.spot(50, 20, way: 10), city.spot(430, 200, way: 11), by: mode, countsReturn: true)
      let journey = JourneyWriter(city: try city.city()).write(found)
      #expect(journey.duration == found.cost.duration, "\(mode)")
      let steps = journey.legs.flatMap(\.steps)
      #expect(steps.reduce(Milliseconds.zero) { $0 + $1.duration } == journey.duration)
      #expect(steps.reduce(Millimetres.zero) { $0 + $1.distance } == journey.distance)
      #expect(zip(journey.geometry, journey.geometry.dropFirst()).allSatisfy { $0 != $1 })
      #expect(journey.legs.first?.points.lowerBound == 0)
      #expect(journey.legs.last?.points.upperBound == journey.geometry.count - 1)
      for (before, after) in zip(journey.legs, journey.legs.dropFirst()) {
        #expect(before.points.upperBound == after.points.lowerBound)
      }
    }
  }

  @Test func `an e-bike is ridden, left at the roadside, and the rest is walked`() throws {
    let city = cornerCity()
    let journey = try city.journey(
      city.spot(50, 0, way: 10), city.spot(430, 200, way: 11), by: .ebike, countsReturn: true)
    #expect(
      journey.sentences(.english) == [
        "Ride east on Renmin Road for 350 m", "Turn left onto 南京路 for 200 m", "Park here, at the roadside",
        "Walk 30 m to your destination", "Arrive at your destination", "Walk back to where you parked",
      ])
    #expect(
      journey.sentences(.chinese) == [
        "沿Renmin Road向东骑行 350 米", "左转进入南京路，骑行 200 米", "在此路边停车", "步行 30 米到目的地", "到达目的地", "步行返回停车处",
      ])
    #expect(journey.legs.map(\.kind) == [.ride, .park, .walk, .return])
    #expect(journey.parking?.kind == "roadside")
    #expect(abs(journey.returnDuration.seconds - 22.5) < 0.1)
  }

  @Test func `a marked bay is named with its places`() throws {
    let city = cornerCity()
    city.node(5, 405, 280, [("kaimen:kind", "rider_bay"), ("capacity", "4")])
    city.node(6, 460, 300)
    city.way(12, [3, 6], [("highway", "footway")])
    let journey = try city.journey(city.spot(50, 0, way: 10), city.spot(450, 300, way: 12), by: .ebike)
    #expect(journey.sentences(.english).contains("Park here, 4 bays"))
    #expect(journey.sentences(.chinese).contains("在此停车：4 个车位"))
    #expect(journey.parking?.capacity == 4)
  }

  @Test func `the exits of a roundabout are counted`() throws {
    let city = JourneyTestCity()
    city.node(1, -200, 0)
    city.node(2, -20, 0)
    city.node(3, 0, -20)
    city.node(4, 20, 0)
    city.node(5, 0, 20)
    city.node(6, 0, -200)
    city.node(7, 200, 0)
    city.node(8, 0, 200)
    // Right-hand traffic: counter-clockwise.
    city.way(20, [2, 3, 4, 5, 2], [("highway", "tertiary"), ("junction", "roundabout"), ("oneway", "yes")])
    city.way(21, [1, 2], [("highway", "tertiary"), ("name", "West Street")])
    city.way(22, [3, 6], [("highway", "tertiary"), ("name", "South Street")])
    city.way(23, [4, 7], [("highway", "tertiary"), ("name", "East Street")])
    city.way(24, [5, 8], [("highway", "tertiary"), ("name", "North Street")])
    let journey = try city.journey(city.spot(-150, 0, way: 21), city.spot(150, 0, way: 23), by: .car)
    #expect(
      journey.sentences(.english).prefix(2) == [
        "Drive east on West Street for 130 m",
        "At the roundabout take the 2nd exit onto East Street for 190 m",
      ])
    #expect(journey.sentences(.chinese)[1] == "进入环岛，从第 2 个出口驶出，沿East Street行驶 190 米")
  }

  @Test func `stairs and lifts are legs of their own`() throws {
    let city = JourneyTestCity()
    city.node(1, 0, 0)
    city.node(2, 60, 0)
    city.node(3, 72, 0)
    city.node(4, 120, 0, [("highway", "elevator"), ("level", "1;11")])
    city.node(5, 120, 40)
    city.way(30, [1, 2], [("highway", "footway"), ("level", "0")])
    city.way(31, [2, 3], [("highway", "steps"), ("step_count", "24"), ("incline", "up")])
    city.way(32, [3, 4], [("highway", "footway"), ("level", "1")])
    city.way(33, [4, 5], [("highway", "corridor"), ("level", "11")])
    let up = try city.journey(city.spot(0, 0, way: 30), city.spot(120, 40, way: 33))
    #expect(
      up.sentences(.english) == [
        "Walk east along the footpath for 60 m", "Take the stairs up (24 steps)",
        "Continue along the footpath for 50 m", "Take the lift to floor 12",
        "Leave the lift and walk along the corridor for 40 m", "Arrive at your destination",
      ])
    #expect(
      up.sentences(.chinese) == [
        "沿小路向东步行 60 米", "上台阶（24 级）", "继续沿小路步行 50 米", "乘电梯到 12 楼", "出电梯，沿走廊步行 40 米", "到达目的地",
      ])
    #expect(up.legs.map(\.kind) == [.walk, .stairs, .walk, .lift, .walk])
    let down = try city.journey(city.spot(120, 40, way: 33), city.spot(0, 0, way: 30))
    #expect(down.sentences(.chinese)[1...3] == ["乘电梯到 2 楼", "出电梯，沿小路步行 50 米", "下台阶（24 级）"])
  }

  @Test func `a crossing names the street, a footway turn is said`() throws {
    let city = JourneyTestCity()
    city.node(1, 0, 0)
    city.node(2, 0, 50)
    city.node(3, 0, 58, [("highway", "crossing")])
    city.node(4, 0, 66)
    city.node(5, 90, 66)
    city.node(6, -300, 58)
    city.node(7, 300, 58)
    city.way(40, [1, 2], [("highway", "footway")])
    city.way(41, [2, 3, 4], [("highway", "footway"), ("footway", "crossing")])
    city.way(42, [4, 5], [("highway", "footway")])
    city.way(43, [6, 3, 7], [("highway", "secondary"), ("name", "人民路")])
    let journey = try city.journey(city.spot(0, 0, way: 40), city.spot(90, 66, way: 42))
    #expect(journey.sentences(.chinese) == ["沿小路向北步行 50 米", "过人民路", "右转进入小路，步行 90 米", "到达目的地"])
    #expect(journey.sentences(.english)[1] == "Cross 人民路")
  }

  @Test func `a garage passage is announced while riding`() throws {
    let city = JourneyTestCity()
    city.node(1, 0, 0)
    city.node(2, 100, 0)
    city.node(3, 180, 0)
    city.node(4, 300, 0)
    city.way(50, [1, 2], [("highway", "service")])
    city.way(
      51, [2, 3], [("highway", "service"), ("service", "parking_aisle"), ("tunnel", "yes"), ("layer", "-1")])
    city.way(52, [3, 4], [("highway", "service")])
    let journey = try city.journey(city.spot(0, 0, way: 50), city.spot(300, 0, way: 52), by: .ebike)
    #expect(
      journey.sentences(.english).prefix(3) == [
        "Ride east along the access road for 100 m", "Ride through the garage for 80 m",
        "Continue along the access road for 120 m",
      ])
    #expect(journey.sentences(.chinese)[1] == "穿过地下车库，骑行 80 米")
  }
}
