import Geo
import OSM
import Testing
import Wording

@Suite struct ConditionalTests {
  private func value(_ text: String, _ moment: String) throws -> String {
    let found = try ConditionalRestriction(parsing: text).value(at: time(moment), in: Berlin.context)
    return (found.value ?? "-") + (found.doubt ? "?" : "")
  }

  @Test func `a value holds while its hours are open`() throws {
    let text = "no @ (Mo-Fr 07:00-09:00,17:00-19:00; PH off)"
    #expect(try value(text, "2026-11-23T08:00") == "no")
    #expect(try value(text, "2026-11-23T12:00") == "-")
    #expect(try value(text, "2026-12-25T08:00") == "-")
  }

  @Test func `of the clauses that hold the last one counts`() throws {
    let text = "no @ (Mo-Fr 07:00-19:00); delivery @ (10:00-11:00)"
    #expect(try value(text, "2026-11-23T10:30") == "delivery")
    #expect(try value(text, "2026-11-23T12:00") == "no")
  }

  @Test func `what cannot be judged does not hold and leaves a doubt`() throws {
    let text = "no @ (Mo-Fr 07:00-19:00); destination @ (22:00-06:00 AND weight>3.5); yes @ residents"
    #expect(try value(text, "2026-11-23T12:00") == "no?")
    #expect(try value("no @ (22:00-06:00 AND weight>3.5)", "2026-11-23T12:00") == "-")
    #expect(try value("no @ (22:00-06:00 AND weight>3.5)", "2026-11-23T23:00") == "-?")
    #expect(try value("no @ wet; no @ (08:00-10:00)", "2026-11-23T09:00") == "no")
    #expect(try value("no @ (Mo-Fr 07:30-09:30; \"except folding bicycles\")", "2026-11-23T12:00") == "-?")
    #expect(try value("no @ FI:valtion_virka-auto", "2026-11-23T12:00") == "-?")
  }

  @Test func `a judge may decide the properties`() throws {
    let restriction = try ConditionalRestriction(parsing: "no @ (07:00-19:00); yes @ residents")
    let resident = restriction.value(at: time("2026-11-23T12:00"), in: Berlin.context) { $0 == "residents" }
    #expect(resident.value == "yes")
    #expect(!resident.doubt)
  }

  @Test func `brackets may be missing and hours may go on after a semicolon`() throws {
    #expect(try value("no @ Mo-Fr 08:00-09:00;18:00-20:00", "2026-11-23T19:00") == "no")
    #expect(try value("no @22:00-06:00", "2026-11-23T23:00") == "no")
    #expect(try value("no＠（22：00-06：00）", "2026-11-23T23:00") == "no")
    #expect(try value("no @ ((Mo 08:00-10:00) AND (week 48))", "2026-11-23T09:00") == "no")
    #expect(try value("no @ (Sa14:00-24:00;Su)", "2026-11-22T09:00") == "no")
  }

  @Test func `the next change is that of the value`() throws {
    let text = "no @ (Mo-Fr 07:00-09:00; Mo-Fr 17:00-19:00); no @ (08:00-10:00)"
    let restriction = try ConditionalRestriction(parsing: text)
    #expect(
      restriction.nextChange(after: time("2026-11-23T08:30"), in: Berlin.context) == time("2026-11-23T10:00"))
    #expect(
      restriction.nextChange(after: time("2026-11-23T20:00"), in: Berlin.context) == time("2026-11-24T08:00"))
    #expect(
      try ConditionalRestriction(parsing: "no @ wet").nextChange(
        after: time("2026-11-23T08:30"), in: Berlin.context)
        == nil)
  }

  @Test(arguments: [
    (
      "yes",
      "the conditional value \"yes\" has no condition; write `value @ (condition)`, for example `no @ (22:00-06:00)`"
    ),
    (
      "no @ ()",
      "the conditional value \"no @ ()\" has no condition; write `value @ (condition)`, for example `no @ (22:00-06:00)`"
    ),
    (
      "no @ (Mo 8:00)",
      "cannot read the condition of \"no @ (Mo 8:00)\": the opening hours end too early; expected `-` and the closing time, or `+` for an open end"
    ),
  ])
  func `each mistake has its sentence`(text: String, message: String) {
    do throws(ConditionalRestrictionError) {
      _ = try ConditionalRestriction(parsing: text)
      Issue.record("\(text) was read")
    } catch {
      #expect(error.wording.english == message)
    }
  }
}
