import Dense
import Routing
import Wording

extension City {
  /// Opens the city at `path`, with a sentence for whatever is wrong with it.
  static func open(_ path: String, verification: ColumnFile.Verification = .whenChanged) throws -> City {
    do { return try City(path: path, verification: verification) } catch let error as any WordedError {
      throw error
    } catch {
      throw CommandError.brokenHierarchy(path: path, problem: "\(error)")
    }
  }
}
