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

/// Plain ones are compiled as they stand also beside an optimized product: tests that compute little and are many, which the
/// optimizer would take minutes for.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [], isPlain: Bool = false
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, resources: resources,
    swiftSettings: common + (isPlain ? [.unsafeFlags(["-Onone"])] : []))
}

let package = Package(
  name: "kaimen",
  products: [
    .executable(name: "kaimen", targets: ["kaimen"]),
    .library(name: "Kaimen", targets: ["Dense", "Geo", "OSM", "Streets", "Routing", "Import"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
  ],
  targets: [
    .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CBzip2", providers: [.apt(["libbz2-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(
      name: "CCairo", pkgConfig: "pangocairo", providers: [.apt(["libcairo2-dev", "libpango1.0-dev"])]),
    .systemLibrary(name: "CQrencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .target(name: "CAllocations"),
    target("Wording"),
    target("Dense", ["Wording", "CDeflate"]),
    target("Geo", ["Wording", "Dense", "CDeflate"]),
    target("OSM", ["Wording", "Dense", "Geo", "CDeflate", "CZlib", "CBzip2", "CExpat"]),
    target("Streets", ["Wording", "Dense", "Geo", "OSM"]),
    .target(
      name: "Search", dependencies: ["Wording", "Dense", "Geo", "OSM", "Streets"],
      exclude: ["Tables/LICENSE-OpenCC.txt", "Tables/LICENSE-pypinyin.txt", "Tables/NOTICE-OpenCC.txt"],
      swiftSettings: strict),
    target("Routing", ["Wording", "Dense", "Geo", "OSM", "Streets", "Search"]),
    target("Import", ["Wording", "Dense", "Geo", "OSM", "Streets", "Routing"]),
    target("Generation", ["Wording", "Geo", "OSM"]),
    target("Queries", ["Wording", "Dense", "Geo", "OSM", "Streets", "Search", "Routing"]),
    target(
      "Places",
      [
        "Wording", "Geo", "OSM", "Streets", "Queries", .product(name: "Yams", package: "Yams"),
        .product(name: "SwiftCSV", package: "SwiftCSV"),
      ]),
    target(
      "Boards",
      [
        "Wording", "Dense", "Geo", "OSM", "Streets", "Routing", "Queries", "CCairo", "CQrencode",
      ]),
    target("People", ["Wording"]),
    target("Secrets", ["Wording", "People", "CSodium"]),
    target("Store", ["Wording", "Geo", "OSM", "Streets", "People"]),
    target("StoreSQLite", ["Wording", "Store", "People", .product(name: "GRDB", package: "GRDB.swift")]),
    target("Tiles", ["Wording", "Dense", "Geo", "OSM", "Streets", "Routing"]),
    target(
      "Server",
      [
        "Wording", "Dense", "Geo", "OSM", "Streets", "Search", "Routing", "Import", "Queries", "Places",
        "Boards", "Store", "Tiles", "People", "Secrets", "CDeflate", "CQrencode",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .executableTarget(
      name: "kaimen",
      dependencies: [
        "CAllocations", "Wording", "Dense", "Geo", "OSM", "Streets", "Search", "Routing", "Import",
        "Generation", "Queries", "Places", "Boards", "People", "Secrets", "Store", "StoreSQLite", "Server",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    tests("DenseTests", ["Wording", "Dense"]),
    tests("GeoTests", ["Wording", "Dense", "Geo"]),
    tests("OSMTests", ["Wording", "Dense", "Geo", "OSM"]),
    tests("StreetsTests", ["Wording", "Dense", "Geo", "OSM", "Streets"]),
    tests(
      "SearchTests",
      ["Wording", "Dense", "Geo", "OSM", "Streets", "Search", "Routing", "Import", "Generation", "Queries"]),
    tests("RoutingTests", ["Wording", "Dense", "Geo", "OSM", "Streets", "Routing", "Import"]),
    tests("GenerationTests", ["Wording", "Geo", "OSM", "Generation"]),
    tests("QueriesTests", ["Wording", "Geo", "OSM", "Streets", "Routing", "Queries"]),
    tests(
      "PlacesTests",
      ["Wording", "Dense", "Geo", "OSM", "Streets", "Routing", "Import", "Generation", "Queries", "Places"],
      isPlain: true),
    tests(
      "BoardsTests",
      [
        "Wording", "Dense", "Geo", "OSM", "Streets", "Routing", "Import", "Generation", "Queries", "Boards",
        "CCairo",
      ],
      resources: [.copy("Golden")]),
    tests("PeopleTests", ["Wording", "People"]),
    tests("SecretsTests", ["Wording", "People", "Secrets"]),
    tests(
      "StoreTests",
      [
        "Wording", "Geo", "OSM", "Streets", "People", "Store", "StoreSQLite",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    tests("TilesTests", ["Wording", "Dense", "Geo", "OSM", "Streets", "Routing", "Import", "Tiles"]),
    tests(
      "ServerTests",
      [
        "Wording", "Dense", "Geo", "OSM", "Streets", "Routing", "Import", "Queries", "Places", "Store",
        "StoreSQLite",
        "Tiles", "Server", "People", "Secrets", "CDeflate",
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
      ], isPlain: true),
    tests("KaimenTests", ["Wording", "Dense", "Geo", "OSM", "Streets", "Routing", "Import", "Generation"]),
  ]
)
