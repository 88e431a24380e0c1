import Dispatch
import Foundation
import Streets
import Synchronization
import Testing

@Suite("Courtesy")
struct CourtesyTests {
  @Test("modest work waits until what is in a hurry is done")
  func waits() async {
    let order = Mutex<[String]>([])
    let isUnderWay = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      Courtesy.hurry {
        isUnderWay.signal()
        Thread.sleep(forTimeInterval: 0.1)
        order.withLock { $0.append("hurried") }
      }
    }
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      Thread.detachNewThread {
        isUnderWay.wait()
        Courtesy.$isModest.withValue(true) { Courtesy.giveWay(patience: .seconds(600)) }
        order.withLock { $0.append("modest") }
        done.resume()
      }
    }
    #expect(order.withLock { $0 } == ["hurried", "modest"])
  }

  @Test("what is not modest waits for nobody", .timeLimit(.minutes(1)))
  func goesOn() {
    // It would wait for itself.
    Courtesy.hurry { Courtesy.giveWay(patience: .seconds(600)) }
  }

  @Test("what one thread hands over, another one has")
  func handsOver() {
    for threads in [1, 2] {
      let handed = Handover<[Int]>()
      let made = Parallel.both(threads: threads) {
        handed.give([1, 2])
        return 3
      } _: {
        handed.take() + [4]
      }
      #expect(made.0 == 3 && made.1 == [1, 2, 4])
    }
  }
}
