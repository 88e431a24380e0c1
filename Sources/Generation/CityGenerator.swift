public import OSM

/// The kind of city to imitate.
public enum Model: String, Sendable, CaseIterable {
  /// A mountain district on a river: terraces, stairs, walled compounds.
  case shapingba
}

/// What the generator is doing, in order.
public enum GenerationStage: String, Sendable, CaseIterable {
  case streets, blocks, places, writing
}

/// Makes a synthetic city: the same for the same model, scale and seed, byte for byte.
public struct CityGenerator: Sendable {
  public let model: Model
  /// How many times the model's compounds, places and streets; the density stays.
  public let scale: Double
  public let seed: UInt64

  /// - Precondition: `scale` is in `0.02...40`.
  public init(like model: Model = .shapingba, scale: Double = 1, seed: UInt64 = 1) {
    precondition((0.02...40).contains(scale), "scale must be in 0.02...40")
    self.model = model
    self.scale = scale
    self.seed = seed
  }

  private var district: DistrictPlan {
    var random = Random(seed: seed, stream: 4, key: 0)
    return DistrictPlan(scale: scale, random: &random)
  }

  /// The height of the land, for `.hgt` tiles and for checking `ele` tags.
  public var heightField: HeightField {
    let district = district
    return HeightField(
      terrain: Terrain(seed: seed, profile: district.profile), halfWidth: district.halfWidth,
      halfHeight: district.halfHeight)
  }

  /// Makes the city.
  ///
  /// `progress` is told each stage as it begins, and the share of its work done.
  public func generate(progress: (GenerationStage, Double) -> Void = { _, _ in }) -> OSMData {
    draw(progress: progress).builder.finish()
  }

  /// Draws the city into a builder.
  ///
  /// `progress` is told each stage as it begins, and the share of its work done.
  public func draw(
    progress: (GenerationStage, Double) -> Void = { _, _ in }
  ) -> (builder: OSMDataBuilder, counts: Counts) {
    let district = district
    let canvas = Canvas(terrain: Terrain(seed: seed, profile: district.profile))
    let names = Names(seed: seed)
    progress(.streets, 0)
    let plan = StreetPlan(district: district, names: names, seed: seed)
    let junctions = Junctions(streets: plan.streets, canvas: canvas, seed: seed)
    let scene = Scene(canvas: canvas, streets: plan.streets, names: names, seed: seed)
    Corridors(scene: scene, plan: plan).draw()
    StreetFurniture(scene: scene).draw()
    progress(.blocks, 0)
    Blocks(scene: scene, scale: scale).draw(plan.blocks) { progress(.blocks, $0) }
    progress(.places, 0)
    Places(scene: scene, scale: scale).draw()
    progress(.writing, 0)
    writeStreets(scene, junctions, canvas)
    Flaw.drawLoose(district, on: canvas)
    Boundary.draw(district, on: canvas)
    scene.count.streets = plan.streets.count
    scene.count.blocks = plan.blocks.count
    scene.count.nodes = Int(canvas.nodeCount)
    scene.count.ways = Int(canvas.wayCount)
    scene.count.relations = Int(canvas.relationCount)
    return (canvas.finish(header: header), scene.count)
  }

  private func writeStreets(_ scene: Scene, _ junctions: Junctions, _ canvas: Canvas) {
    var writer = StreetWriter(
      streets: scene.streets, canvas: canvas, cuts: junctions.cuts, others: scene.roads)
    writer.write(turnRules: junctions.turnRules, turnBans: junctions.turnBans)
  }

  private var header: OSMData.Header {
    var header = OSMData.Header()
    header.writingProgram = "kaimen generate"
    let size = scale == scale.rounded() ? decimal(scale) : "\(scale)"
    header.source = "synthetic: kaimen generate --like \(model.rawValue) --scale \(size) --seed \(seed)"
    header.comment = "synthetic; not a real place"
    return header
  }
}
