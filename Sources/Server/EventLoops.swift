import NIOCore
import NIOPosix

/// The threads that the service runs on.
public enum EventLoops {
  /// Lets asynchronous functions run where the sockets are, instead of on threads of their own: an answer then costs no
  /// change of threads.
  ///
  /// Call it before anything asynchronous has run; elsewhere it changes nothing. Answers are bounded by the city, so that no
  /// loop is held for long.
  public static func runTasks() {
    _ = NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()
  }
}
