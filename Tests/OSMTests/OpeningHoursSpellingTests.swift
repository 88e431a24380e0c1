import Geo
import OSM
import Testing

/// What mappers write instead of what the specification says: all read like the tidy text.
@Suite struct OpeningHoursSpellingTests {
  private static let dates =
    (20...24).map { "2026-11-\($0)" } + ["2026-12-25", "2026-07-04"]

  @Test(arguments: [
    ("mo-fr 08:00-18:00", "Mo-Fr 08:00-18:00"),
    ("Mon-Fri 8:00-18:00", "Mo-Fr 08:00-18:00"),
    ("Monday - Friday: 08:00 - 18:00", "Mo-Fr 08:00-18:00"),
    ("Mo - Fr 08:00-18:00", "Mo-Fr 08:00-18:00"),
    ("Mo.-Fr. 8.00-18.00", "Mo-Fr 08:00-18:00"),
    ("Mo–Fr 08:00–18:00", "Mo-Fr 08:00-18:00"),
    ("Mo-Fr 8-18", "Mo-Fr 08:00-18:00"),
    ("Mo-Fr 8-18h", "Mo-Fr 08:00-18:00"),
    ("Mo-Fr 8h30-18h00", "Mo-Fr 08:30-18:00"),
    ("Mo-Fr 8 Uhr bis 18 Uhr", "Mo-Fr 08:00-18:00"),
    ("Mo-Fr 0800-1800", "Mo-Fr 08:00-18:00"),
    ("Mo-Fr 08:00:00-18:00:00", "Mo-Fr 08:00-18:00"),
    ("Mo-Fr: 08:00-18:00", "Mo-Fr 08:00-18:00"),
    ("Mo-Fr08:00-18:00", "Mo-Fr 08:00-18:00"),
    ("Mo-Fr 8am-6pm", "Mo-Fr 08:00-18:00"),
    ("Mo-Fr 8:00 AM - 6:00 PM", "Mo-Fr 08:00-18:00"),
    ("Mo-Fr 1-6pm", "Mo-Fr 13:00-18:00"),
    ("Mo-Fr 12am-12pm", "Mo-Fr 00:00-12:00"),
    ("weekdays 9 to 5pm", "Mo-Fr 09:00-17:00"),
    ("daily from noon to 20:00", "Mo-Su 12:00-20:00"),
    ("Mo-Fr 08:00-12:00 13:00-17:00", "Mo-Fr 08:00-12:00,13:00-17:00"),
    ("Mo-Fr 08:00-12:00 / 13:00-17:00", "Mo-Fr 08:00-12:00,13:00-17:00"),
    ("Mo-Fr 08:00-12:00 und 13:00-17:00", "Mo-Fr 08:00-12:00,13:00-17:00"),
    ("Mo-Fr 08:00-18:00 Sa 09:00-12:00", "Mo-Fr 08:00-18:00; Sa 09:00-12:00"),
    ("Mo-Fr 08:00-18:00,Sa 09:00-12:00", "Mo-Fr 08:00-18:00; Sa 09:00-12:00"),
    ("Tu, We 09:00-12:00", "Tu,We 09:00-12:00"),
    ("Mo & We 09:00-12:00", "Mo,We 09:00-12:00"),
    ("Mo-Fr 08:00-18:00;", "Mo-Fr 08:00-18:00"),
    ("Mo-Fr 08:00-18:00\nSa off", "Mo-Fr 08:00-18:00"),
    ("closed: Su; Mo-Fr 08:00-18:00", "Mo-Fr 08:00-18:00"),
    ("Su,Ph off; Mo-Sa 09:00-12:00", "Mo-Sa 09:00-12:00"),
    ("15 Jun-15 Sep 10:00-12:00", "Jun 15-Sep 15 10:00-12:00"),
    ("1. Jun - 15. Sep 10:00-12:00", "Jun 1-Sep 15 10:00-12:00"),
    ("Mo-Su 24h", "24/7"),
    ("Mo-Fr 24/7", "Mo-Fr 00:00-24:00"),
    ("Mo-Fr 16:00-", "Mo-Fr 16:00+"),
    ("周一至周五 08：00－18：00；节假日 关闭", "Mo-Fr 08:00-18:00; PH off"),
    ("星期一到星期五 8点-18点", "Mo-Fr 08:00-18:00"),
    ("工作日 上午9点-下午5点", "Mo-Fr 09:00-17:00; PH off"),
    ("每天 全天", "24/7"),
    ("Mo-Fr　08：00-12：00，13：00-17：00", "Mo-Fr 08:00-12:00,13:00-17:00"),
    ("7月1日-8月31日 10:00-12:00", "Jul 1-Aug 31 10:00-12:00"),
  ])
  func `a sloppy text reads like the tidy one`(sloppy: String, tidy: String) throws {
    for date in Self.dates {
      #expect(try day(sloppy, date) == day(tidy, date), "\(sloppy) on \(date)")
    }
  }
}
