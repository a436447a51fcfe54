public func runChat(arguments: [String]) -> Int32 { 1 }
