// swift-tools-version: 6.2
import PackageDescription

// One libFuzzer entry per parser. SwiftPM builds each as a static library, because it renames the
// `main` of executables, which libFuzzer brings along; ./run.sh links and runs them.
let entries = ["pbf", "pbfblock", "xml", "cityfile", "openinghours", "conditional"]

let package = Package(
  name: "fuzz",
  products: entries.map { .library(name: "fuzz-\($0)", type: .static, targets: ["entry_\($0)"]) },
  dependencies: [.package(name: "kaimen", path: "..")],
  targets: [
    .target(
      name: "FuzzShared", dependencies: [.product(name: "Kaimen", package: "kaimen")],
      swiftSettings: [.swiftLanguageMode(.v6)])
  ]
    + entries.map { name in
      .target(
        name: "entry_\(name)", dependencies: ["FuzzShared", .product(name: "Kaimen", package: "kaimen")],
        path: "Sources/\(name)", swiftSettings: [.swiftLanguageMode(.v6)])
    }
)
