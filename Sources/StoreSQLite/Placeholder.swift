public import Store
public func StoreSQLite(path: String) throws -> StoreMemory { StoreMemory() }
