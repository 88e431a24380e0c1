import Testing

@testable import OSM

/// Opening hours written as the specification has them.
@Suite struct OpeningHoursTextTests {
  @Test(arguments: 1...8) func `what is written is read as the same`(seed: UInt64) throws {
    var generator = HoursGenerator(random: SeededGenerator(seed: seed))
    var count = 0
    for _ in 0..<200 {
      let text = generator.text()
      guard let read = try? OpeningHours(parsing: text) else { continue }
      count += 1
      let again = try? OpeningHours(parsing: read.text)
      #expect(again?.rules == read.rules, "\(text) → \(read.text)")
    }
    #expect(count > 150)
  }

  @Test(arguments: [
    ("周一至周五 08：00－18：00；节假日 关闭", "Mo-Fr 08:00-18:00; PH off"),
    ("工作日 上午9点-下午5点", "Mo-Fr 09:00-17:00; PH off"),
    ("工作日 8-18点；周末 10-16点", "Mo-Fr 08:00-18:00; PH off; Sa-Su 10:00-16:00"),
    ("上午9:00-12:00 下午2:00-6:00", "09:00-12:00,14:00-18:00"),
    ("9:00-12:00 下午2:00-6:00", "09:00-12:00,14:00-18:00"),
    ("周一至周日 早8点至晚8点", "Mo-Su 08:00-20:00"), ("每天 全天", "Mo-Su 00:00-24:00"), ("全天", "24/7"),
    ("周六、周日 10点到16点半", "Sa-Su 10:00-16:30"), ("早上8点到晚上10点15分", "08:00-22:15"),
    ("晚上8点-12点", "20:00-24:00"), ("下午6点到晚上12点", "18:00-24:00"), ("晚上9点-2点", "21:00-02:00"),
    ("24小时营业", "24/7"),
    ("周一到周五 8点半-18点，节假日除外", "Mo-Fr 08:30-18:00; PH off"),
    ("节假日除外，周一至周五 8:00-18:00", "Mo-Fr 08:00-18:00; PH off"),
    ("8点-晚上10点", "08:00-22:00"), ("中午12点-下午2点", "12:00-14:00"), ("中午-18点", "12:00-18:00"),
    ("周一至周五 8-18点；法定节假日休息", "Mo-Fr 08:00-18:00; PH off"), ("06:00到晚上11点", "06:00-23:00"),
    ("1点-下午5点", "01:00-17:00"),
    ("周末 10-16点；工作日 8-18点", "Mo-Fr 08:00-18:00; PH off; Sa-Su 10:00-16:00"),
    ("节假日 9:00-17:00；工作日 8:00-18:00", "PH 09:00-17:00; Mo-Fr 08:00-18:00"),
    ("每天 9:00-21:00；工作日 8:00-22:00", "Mo-Su 09:00-21:00; Mo-Fr 08:00-22:00"),
    ("7月1日-8月31日 10:00-12:00", "Jul 01-Aug 31 10:00-12:00"),
    ("周一至周五 日出-日落 \"请按铃\"", "Mo-Fr sunrise-sunset \"请按铃\""), ("下午2点到5点", "14:00-17:00"),
    // What is no Chinese stays as somebody wrote it.
    ("Mo-Fr 8-18h", "Mo-Fr 8-18h"), ("Mo-Fr 08:00-18:00 \"周五\"", "Mo-Fr 08:00-18:00 \"周五\""),
    ("李叔醒着", "李叔醒着"),
  ])
  func `Chinese hours are put in the words of maps`(typed: String, written: String) {
    #expect(OpeningHours.specified(typed) == written)
  }
}
