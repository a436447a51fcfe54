extension IRCLines {
    /// Writes a reply whose last parameter is a list of words, in as many lines as it takes: RPL_NAMREPLY, RPL_ISON,
    /// RPL_WHOISCHANNELS, RPL_MONONLINE. One line for no words, where `evenIfEmpty`.
    /// - Parameter tags: writes the tags of each line.
    public mutating func append(
        _ source: IRCSource, _ numeric: Numeric, for target: String, _ words: [String] = [],
        list: some Sequence<String>, separator: UInt8 = 0x20, evenIfEmpty: Bool = false,
        tags: (inout IRCLines) -> Void = { _ in }
    ) {
        var isOpen = false
        func open(_ lines: inout IRCLines) {
            tags(&lines)
            lines.begin(source, numeric, for: target)
            for word in words { lines.parameter(word) }
        }
        for item in list {
            if isOpen, item.utf8.count + 1 > room {
                end()
                isOpen = false
            }
            if isOpen {
                extendTrailing(separator, item)
            } else {
                open(&self)
                trailing(item)
                isOpen = true
            }
        }
        if !isOpen, evenIfEmpty {
            open(&self)
            trailing("")
            isOpen = true
        }
        if isOpen { end() }
    }
}
