public import Wording

extension Wording.Report {
  /// Why a profile has a value; as it stands where nobody has translated it.
  public static func reason(_ english: String) -> Wording {
    Wording(en: english, zh: reasons[english] ?? english)
  }

  private static let reasons = [
    "OSM default; motorroad=yes closes it": "OSM 默认值；motorroad=yes 时禁行", "a crossing is walked": "过街时步行",
    "farm and forest tracks are not for through traffic": "农林道路不供过境通行", "few lights": "红绿灯少",
    "for walkers: push it": "供行人使用：须推行", "free flow outside the peaks": "非高峰时畅通",
    "limit 30, parked cars": "限速 30，路边停车", "limit 50, junctions included": "限速 50，含路口",
    "limit 50, lights included": "限速 50，含红绿灯", "limit 60, lights included": "限速 60，含红绿灯",
    "little in the way": "障碍少", "made for walking": "专供步行", "narrow, turning, people": "狭窄、多弯、有行人",
    "narrower": "较窄", "not made for wheels": "不适合车轮",
    "only where the ferry says that it takes bicycles": "仅限注明可载自行车的渡轮",
    "parked cars and doors": "路边停车和车门", "rides at the kerb": "靠路边骑行",
    "rides at the kerb, near its limit": "靠路边骑行，接近限速",
    "shared with people and turning cars": "与行人和转弯车辆共用",
    "streets have pavements or are calm enough to walk": "街道有人行道或足够安静，可以步行",
    "uneven or narrow": "不平或狭窄", "unpaved ground is a little slower": "未铺装路面稍慢",
    "walkers are tolerated where foot=no is not said": "未注明 foot=no 时允许行人",
    "walking pace is the law or good manners": "依法或出于礼貌按步行速度行驶",
    "without duration=*; waiting is added": "没有 duration=* 时的值；另加等候时间",
  ]
}
