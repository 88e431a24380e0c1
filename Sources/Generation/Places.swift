/// What moves into rooms along the streets and onto spots beside the gates.
struct Places {
  let scene: Scene
  let scale: Double
  private var canvas: Canvas { scene.canvas }

  func draw() {
    var random = Random(seed: scene.seed, stream: 14, key: 0)
    var rooms = random.shuffled(scene.premises)
    func next() -> Premises? { rooms.popLast() }
    drawStations(&random, next)
    drawCanteens(&random, next)
    drawBays(&random)
    drawChargers(&random)
    drawShops(&random, next)
  }

  private func wanted(_ atScaleOne: Double) -> Int { max(1, Int((atScaleOne * scale).rounded())) }

  private func place(_ room: Premises, _ name: BilingualName, _ tags: [Tag]) {
    _ = canvas.node(
      ground: room.place,
      tags + named(name) + [
        ("addr:housenumber", room.number), ("addr:street", room.street.chinese), ("source", "synthetic"),
      ])
    scene.count.places += 1
  }

  private func drawStations(_ random: inout Random, _ next: () -> Premises?) {
    for i in 0..<wanted(215) {
      guard let room = next() else { return }
      let hours = random.pick([
        "24/7", "Mo-Su 07:00-22:00", "Mo-Su 08:00-20:00", "Mo-Fr 08:30-18:00; Sa,Su 09:00-17:00",
      ])
      let name = BilingualName(
        chinese: scene.names.institution(i, "暖“新”驿站", "").chinese,
        english: scene.names.institution(i, "", "Warm Station").english)
      place(
        room, name,
        [
          ("amenity", "shelter"), ("kaimen:kind", "station"), ("opening_hours", hours),
          ("drinking_water", "yes"),
          ("air_conditioning", "yes"), ("toilets", random.chance(0.6) ? "yes" : "no"),
          ("device_charging", "yes"), ("microwave_oven", random.chance(0.7) ? "yes" : "no"),
        ])
      scene.count.stations += 1
    }
  }

  private func drawCanteens(_ random: inout Random, _ next: () -> Premises?) {
    for i in 0..<wanted(30) {
      guard let room = next() else { return }
      place(
        room, scene.names.institution(i, "暖“新”食堂", "Warm Canteen"),
        [
          ("amenity", "restaurant"), ("kaimen:kind", "canteen"), ("cuisine", "chinese"),
          ("opening_hours", "Mo-Su 06:30-09:00,11:00-14:00,17:00-20:30"),
          ("charge", "\(random.whole(8...16)) CNY/meal"),
        ])
      scene.count.canteens += 1
    }
  }

  private func drawBays(_ random: inout Random) {
    for spot in random.shuffled(scene.bays).prefix(wanted(430)) {
      let isMotor = random.chance(0.3)
      _ = canvas.node(
        spot,
        [
          ("amenity", isMotor ? "motorcycle_parking" : "bicycle_parking"), ("kaimen:kind", "rider_bay"),
          ("capacity", String(random.whole(3...12))), ("access", "yes"), ("fee", "no"),
        ])
      scene.count.bays += 1
    }
  }

  /// Sites that hold 750 points together at scale 1.
  private func drawChargers(_ random: inout Random) {
    let sites = wanted(36)
    let points = max(sites, Int((750 * scale).rounded()))
    let spots = random.shuffled(scene.bays).suffix(sites)
    var left = points
    for (i, spot) in spots.enumerated() {
      let share = left / (spots.count - i)
      let capacity =
        i + 1 == spots.count ? left : max(1, min(left - (spots.count - i - 1), share + random.whole(-8...8)))
      left -= capacity
      _ = canvas.node(
        spot + Vector(0.7, 0.7),
        [
          ("amenity", "charging_station"), ("kaimen:kind", "charging_site"), ("bicycle", "yes"),
          ("motorcar", "no"), ("capacity", String(capacity)), ("opening_hours", "24/7"),
        ] + named(scene.names.institution(i, "充换电点", "Charging Site")))
      scene.count.chargingPoints += capacity
      scene.count.places += 1
    }
  }

  /// Shops in three of four rooms that are left; one in six of them is a friendly merchant.
  private func drawShops(_ random: inout Random, _ next: () -> Premises?) {
    var number = 100
    while let room = next() {
      guard random.chance(room.isBusy ? 0.8 : 0.35) else { continue }
      let (tag, chinese, english) = random.pick(ShopKind.all)
      var tags = [tag, ("opening_hours", random.pick(ShopKind.hours))]
      if random.chance(0.16) { tags.append(("kaimen:kind", "merchant")) }
      place(room, scene.names.institution(number, chinese, english), tags)
      number += 1
    }
  }
}

/// What shops there are.
private enum ShopKind {
  static let all: [(Tag, String, String)] = [
    (("amenity", "restaurant"), "火锅店", "Hotpot"), (("amenity", "restaurant"), "小面馆", "Noodle House"),
    (("amenity", "fast_food"), "快餐", "Fast Food"), (("amenity", "cafe"), "咖啡", "Coffee"),
    (("shop", "convenience"), "便利店", "Convenience Store"), (("shop", "supermarket"), "超市", "Supermarket"),
    (("shop", "bakery"), "烘焙坊", "Bakery"), (("amenity", "pharmacy"), "药房", "Pharmacy"),
    (("shop", "greengrocer"), "果蔬店", "Greengrocer"), (("shop", "hairdresser"), "理发店", "Hairdresser"),
    (("amenity", "bank"), "银行", "Bank"), (("amenity", "clinic"), "诊所", "Clinic"),
    (("shop", "clothes"), "服装店", "Clothes"), (("office", "company"), "商务公司", "Company"),
    (("amenity", "toilets"), "公共厕所", "Public Toilet"), (("amenity", "post_office"), "邮政所", "Post Office"),
  ]
  static let hours = [
    "Mo-Su 09:00-22:00", "10:00-14:00,16:30-22:30", "Mo-Sa 08:30-20:00; Su,PH off", "24/7", "07:00-13:00+",
    "Mo-Fr 09:00-17:30", "11:00-02:00",
  ]
}
