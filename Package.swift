// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target: strict, explicit, memory-safe.
let common: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
/// Unsafe code in product sources must say so, or the build fails.
let strict: [SwiftSetting] =
  common + [.strictMemorySafety(), .treatWarning("StrictMemorySafety", as: .error)]

func target(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: common)
}

let package = Package(
  name: "kaimen",
  products: [
    .executable(name: "kaimen", targets: ["kaimen"]),
    .library(name: "Kaimen", targets: ["Dense", "Geo", "OSM", "Streets", "Routing", "Import"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CBzip2", providers: [.apt(["libbz2-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .target(name: "CAllocations"),
    target("Wording"),
    target("Dense", ["Wording", "CDeflate"]),
    target("Geo", ["Wording", "Dense", "CDeflate"]),
    target("OSM", ["Wording", "Dense", "Geo", "CDeflate", "CZlib", "CBzip2", "CExpat"]),
    target("Streets", ["Wording", "Dense", "Geo", "OSM"]),
    target("Routing", ["Wording", "Dense", "Geo", "OSM", "Streets"]),
    target("Import", ["Wording", "Dense", "Geo", "OSM", "Streets", "Routing"]),
    target("Generation", ["Wording", "Geo", "OSM"]),
    .executableTarget(
      name: "kaimen",
      dependencies: [
        "CAllocations", "Wording", "Dense", "Geo", "OSM", "Streets", "Routing", "Import", "Generation",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    tests("DenseTests", ["Wording", "Dense"]),
    tests("GeoTests", ["Wording", "Dense", "Geo"]),
    tests("OSMTests", ["Wording", "Dense", "Geo", "OSM"]),
    tests("StreetsTests", ["Wording", "Dense", "Geo", "OSM", "Streets"]),
    tests("RoutingTests", ["Wording", "Dense", "Geo", "OSM", "Streets", "Routing", "Import"]),
    tests("GenerationTests", ["Wording", "Geo", "OSM", "Generation"]),
    tests("KaimenTests", ["Wording", "Dense", "Geo", "OSM", "Streets", "Routing", "Import", "Generation"]),
  ]
)
