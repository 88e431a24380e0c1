import Routing
import Wording
import Tiles
struct OSRMLimits { }
struct OSRMAnswer { var status: Int; var body: [UInt8] }
final class OSRMService: Sendable { init(engine: Engine, limits: OSRMLimits) {} }
struct OSRMAnswerer { init(service: OSRMService, router: Router) {}
 func answer(target: String, language: Language) -> OSRMAnswer { OSRMAnswer(status: 400, body: []) } }
