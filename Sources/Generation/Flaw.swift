/// The deliberate errors, for diagnostics to find; listed in docs/generator.md.
enum Flaw: Int, CaseIterable, Sendable {
  /// A path crosses a compound's wall where no gate is mapped.
  case unmappedCrossing
  /// A compound all of whose gates are locked.
  case locked
  /// A compound without a gate.
  case noGate
}
