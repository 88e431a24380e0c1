import Queries
import Routing
import Streets
import Wording

/// What the OGC API says of itself: its classes, its collections, its parameters.
struct OGCDescription {
  let ground: OGCGround
  let ask: OGCAsk

  static let conformance = ["core", "geojson", "html", "oas30"].map {
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/" + $0
  }
  static let crs = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
  private static let license = "https://opendatacommons.org/licenses/odbl/1-0/"

  private var language: Language { ask.language }
  private var facts: CityFacts { ground.city.tables.facts }

  /// The city's name and, where it is made up, that.
  var title: Wording { Wording.OGC.title(facts.displayName) }

  var summary: Wording { Wording.OGC.summary(isSynthetic: facts.isSynthetic) }

  // MARK: Landing

  var landingLinks: [OGCLink] {
    ask.own(OGCLink.json) + [
      OGCLink("service-desc", ask.root + "/api", OGCLink.openAPI, Wording.OGC.definition),
      OGCLink("service-doc", ask.root + "/api?f=html", OGCLink.html, Wording.OGC.documentation),
      OGCLink("conformance", ask.root + "/conformance", OGCLink.json, Wording.OGC.conformance),
      OGCLink("data", ask.root + "/collections", OGCLink.json, Wording.OGC.collections),
    ]
  }

  var landing: JSON {
    [
      "title": .string(title[language]), "description": .string(summary[language]),
      "attribution": .string(Wording.Boards.attribution[language]), "links": ask.json(landingLinks),
    ]
  }

  // MARK: Collections

  func links(of collection: OGCCollection) -> [OGCLink] {
    let path = ask.root + "/collections/" + collection.rawValue
    return [
      OGCLink("items", path + "/items?f=json", OGCLink.geoJSON, Wording.OGC.features),
      OGCLink("items", path + "/items?f=html", OGCLink.html, Wording.OGC.featuresAsPage),
      OGCLink("license", OGCDescription.license, OGCLink.html, Wording.OGC.license),
    ]
  }

  func json(_ collection: OGCCollection, _ own: [OGCLink]) -> JSON {
    [
      "id": .string(collection.rawValue), "title": .string(Wording.OGC.name(collection.rawValue)[language]),
      "description": .string(Wording.OGC.about(collection.rawValue)[language]),
      "attribution": .string(Wording.Boards.attribution[language]),
      "extent": [
        "spatial": [
          "bbox": .array([.array(facts.bounds.map { .number($0) })]), "crs": .string(OGCDescription.crs),
        ]
      ],
      "itemType": "feature", "crs": .strings([OGCDescription.crs]),
      "links": ask.json(own + links(of: collection)),
    ]
  }

  /// The links of a collection in the list of all.
  func listed(_ collection: OGCCollection) -> JSON {
    let path = ask.root + "/collections/" + collection.rawValue
    return json(
      collection,
      [
        OGCLink("self", path + "?f=json", OGCLink.json, Wording.OGC.asData),
        OGCLink("alternate", path + "?f=html", OGCLink.html, Wording.OGC.asPage),
      ])
  }

  var collections: JSON {
    [
      "links": ask.json(ask.own(OGCLink.json)),
      "collections": .array(OGCCollection.allCases.map { listed($0) }),
    ]
  }

  // MARK: OpenAPI

  /// OpenAPI 3.0 of these paths.
  var openAPI: JSON {
    var paths: [JSON.Member] = [
      operation("/", "landing", Wording.OGC.landing), operation("/api", "api", Wording.OGC.definition),
      operation("/conformance", "conformance", Wording.OGC.conformance),
      operation("/collections", "collections", Wording.OGC.collections),
    ]
    for collection in OGCCollection.allCases {
      let (name, title) = (collection.rawValue, Wording.OGC.name(collection.rawValue))
      let path = "/collections/" + name
      paths.append(operation(path, name, title))
      paths.append(
        operation(
          path + "/items", name + "Items", title, type: OGCLink.geoJSON,
          OGCDescription.parameters + filters(collection)))
      paths.append(
        operation(
          path + "/items/{featureId}", name + "Item", title, type: OGCLink.geoJSON,
          [
            [
              "name": "featureId", "in": "path", "required": .bool(true), "schema": ["type": "string"],
              "description": "node-12, way-5, way-5.2",
            ]
          ], isMissing: true))
    }
    return [
      "openapi": "3.0.3",
      "info": [
        "title": .string(title[language]), "version": "1.0.0", "description": .string(summary[language]),
        "license": ["name": "ODbL-1.0", "url": .string(OGCDescription.license)],
      ],
      "servers": .array([["url": .string(ask.root)]]), "paths": .object(paths),
    ]
  }

  private static let parameters: [JSON] = [
    [
      "name": "limit", "in": "query", "required": .bool(false), "style": "form", "explode": .bool(false),
      "schema": [
        "type": "integer", "minimum": .int(1), "maximum": .int(OGCQuestion.mostFeatures),
        "default": .int(OGCQuestion.usualFeatures),
      ],
    ],
    [
      "name": "offset", "in": "query", "required": .bool(false),
      "schema": ["type": "integer", "minimum": .int(0), "default": .int(0)],
    ],
    [
      "name": "bbox", "in": "query", "required": .bool(false), "style": "form", "explode": .bool(false),
      "schema": [
        "type": "array", "items": ["type": "number"],
        "oneOf": .array([
          ["minItems": .int(4), "maxItems": .int(4)], ["minItems": .int(6), "maxItems": .int(6)],
        ]),
      ],
    ],
    [
      "name": "datetime", "in": "query", "required": .bool(false), "style": "form", "explode": .bool(false),
      "schema": ["type": "string"],
    ],
  ]

  /// One filter for each property that one can ask for.
  private func filters(_ collection: OGCCollection) -> [JSON] {
    collection.properties.filter(\.isQueryable).map { property in
      let type =
        switch property.form {
        case .flag: "boolean"
        case .count: "integer"
        case .number: "number"
        case .text, .words, .day, .sentence: "string"
        }
      return [
        "name": .string(property.name), "in": "query", "required": .bool(false), "style": "form",
        "explode": .bool(false), "schema": ["type": .string(type)],
      ]
    }
  }

  private func operation(
    _ path: String, _ id: String, _ title: Wording, type: String = OGCLink.json, _ parameters: [JSON] = [],
    isMissing: Bool = false
  ) -> JSON.Member {
    func answer(_ text: Wording, _ types: [String]) -> JSON {
      [
        "description": .string(text[language]),
        "content": .object(types.map { JSON.Member(key: $0, value: ["schema": ["type": "object"]]) }),
      ]
    }
    let problem = "application/problem+json"
    var responses = [
      JSON.Member(key: "200", value: answer(title, [type, OGCLink.html])),
      JSON.Member(key: "400", value: answer(Wording.Server.badRequest, [problem])),
    ]
    if isMissing {
      responses.append(JSON.Member(key: "404", value: answer(Wording.Server.notFound, [problem])))
    }
    let form: JSON = [
      "name": "f", "in": "query", "required": .bool(false),
      "schema": ["type": "string", "enum": .strings(OGCForm.allCases.map(\.rawValue))],
    ]
    let spoken: JSON = [
      "name": "language", "in": "query", "required": .bool(false),
      "schema": ["type": "string", "enum": .strings(Language.allCases.map(\.rawValue))],
    ]
    return JSON.Member(
      key: path,
      value: [
        "get": [
          "operationId": .string(id), "summary": .string(title[language]),
          "parameters": .array(parameters + [form, spoken]), "responses": .object(responses),
        ]
      ])
  }
}
