import Foundation
import Import
import Synchronization
import Wording

/// One line on the terminal that says how far a long command is; silent where nobody watches.
final class ProgressMeter: Sendable {
  private let state = Mutex(State())
  /// No more often than this.
  private static let interval = Duration.milliseconds(100)

  private struct State {
    var stage = ""
    var started = ContinuousClock.now
    var shown: ContinuousClock.Instant?
    var isDirty = false
  }

  func show(_ progress: ImportProgress) {
    show(progress.stage.rawValue, share: progress.share, count: progress.count)
  }

  /// Shows `stage`, done to `share`, with the rate of `count` and the time left.
  func show(_ stage: String, share: Double?, count: Int) {
    guard Console.isWatched else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if stage != state.stage {
        state.stage = stage
        state.started = now
        state.shown = nil
      }
      if let shown = state.shown, now - shown < ProgressMeter.interval { return }
      state.shown = now
      state.isDirty = true
      let elapsed = (now - state.started) / .seconds(1)
      Console.show(
        "\r\u{1B}[K" + Wording.Report.progress(stage, share: share, count: count, elapsed: elapsed).here)
    }
  }

  /// Wipes the line.
  func clear() {
    state.withLock { state in
      if state.isDirty { Console.show("\r\u{1B}[K") }
      state.isDirty = false
    }
  }
}
