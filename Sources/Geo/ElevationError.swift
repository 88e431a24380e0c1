public import Wording

/// Why elevations could not be read.
public enum ElevationError: WordedError, Hashable {
  case folderUnreadable(path: String)
  case folderEmpty(path: String)
  case tileUnreadable(path: String)
  /// The tile is neither 1201 nor 3601 samples square.
  case tileWrongSize(path: String, bytes: Int)
  /// The archive cannot be unpacked, or holds no tile.
  case archiveDamaged(path: String)

  public var wording: Wording {
    switch self {
    case .folderUnreadable(let path): .elevationFolderUnreadable(path: path)
    case .folderEmpty(let path): .elevationFolderEmpty(path: path)
    case .tileUnreadable(let path): .elevationTileUnreadable(path: path)
    case .tileWrongSize(let path, let bytes): .elevationTileWrongSize(path: path, bytes: bytes)
    case .archiveDamaged(let path): .elevationArchiveDamaged(path: path)
    }
  }
}
