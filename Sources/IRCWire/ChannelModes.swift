/// The mode letters of channels, by what they take with them (RPL_ISUPPORT CHANMODES and PREFIX).
public struct ChannelModes: Sendable {
    /// A: entries of a list. Without a parameter they ask for the list.
    public let lists: String
    /// B: settings that take a parameter to set and to unset.
    public let always: String
    /// C: settings that take a parameter to set.
    public let whenSet: String
    /// D: settings without a parameter.
    public let flags: String
    /// The letters of the ranks that people have in a channel with the marks before their names, highest first.
    public let ranks: [(letter: Character, mark: Character)]

    public init(
        lists: String, always: String, whenSet: String, flags: String, ranks: [(letter: Character, mark: Character)]
    ) {
        self.lists = lists
        self.always = always
        self.whenSet = whenSet
        self.flags = flags
        self.ranks = ranks
    }

    /// `CHANMODES`
    public var chanModes: String { [lists, always, whenSet, flags].joined(separator: ",") }

    /// `PREFIX`
    public var prefix: String { "(\(String(ranks.map(\.letter))))\(String(ranks.map(\.mark)))" }

    public enum Kind: Sendable { case list, always, whenSet, flag, rank }

    public func kind(of letter: Character) -> Kind? {
        if ranks.contains(where: { $0.letter == letter }) { return .rank }
        if lists.contains(letter) { return .list }
        if always.contains(letter) { return .always }
        if whenSet.contains(letter) { return .whenSet }
        return flags.contains(letter) ? .flag : nil
    }
}

/// One change of one mode.
public struct ModeChange: Sendable, Hashable {
    public var isSet: Bool
    public var letter: Character
    public var parameter: String?

    public init(isSet: Bool, letter: Character, parameter: String? = nil) {
        self.isSet = isSet
        self.letter = letter
        self.parameter = parameter
    }

    /// The parameters of a MODE line that says these changes: `["+mo-i", "ada"]`; none for none.
    public static func words(_ changes: [ModeChange]) -> [String] {
        var letters = ""
        var sign: Bool?
        for change in changes {
            if change.isSet != sign { letters.append(change.isSet ? "+" : "-") }
            sign = change.isSet
            letters.append(change.letter)
        }
        return letters.isEmpty ? [] : [letters] + changes.compactMap(\.parameter)
    }
}

/// What a MODE command asks for: its parameters behind the channel or nick, taken apart.
public struct ModeRequest: Sendable, Hashable {
    public private(set) var changes: [ModeChange] = []
    /// Letters of lists that are asked for.
    public private(set) var queries: [Character] = []
    /// Letters that mean nothing: ERR_UNKNOWNMODE, ERR_UMODEUNKNOWNFLAG. Each once.
    public private(set) var unknown: [Character] = []
    /// Letters whose parameter is not there: ERR_INVALIDMODEPARAM or nothing.
    public private(set) var incomplete: [Character] = []
    /// Whether changes were left out, since there were more than may be in one command.
    public private(set) var isCut = false

    /// For a channel.
    /// - Parameter most: as RPL_ISUPPORT MODES says it: changes with a parameter in one command.
    public init(_ words: [String], modes: ChannelModes, most: Int) {
        var parameters = words.dropFirst().makeIterator()
        var withParameter = 0
        Self.forEach(words.first) { isSet, letter in
            switch modes.kind(of: letter) {
            case nil: addUnknown(letter)
            case .flag: changes.append(ModeChange(isSet: isSet, letter: letter))
            case .whenSet where !isSet: changes.append(ModeChange(isSet: false, letter: letter))
            case let kind?:
                guard let parameter = parameters.next(), !parameter.isEmpty else {
                    if kind == .list {
                        if !queries.contains(letter) { queries.append(letter) }
                    } else {
                        incomplete.append(letter)
                    }
                    return
                }
                withParameter += 1
                guard withParameter <= most else {
                    isCut = true
                    return
                }
                changes.append(ModeChange(isSet: isSet, letter: letter, parameter: parameter))
            }
        }
    }

    /// For oneself: letters without parameters.
    public init(_ words: [String], userModes: String) {
        Self.forEach(words.first) { isSet, letter in
            if userModes.contains(letter) {
                changes.append(ModeChange(isSet: isSet, letter: letter))
            } else {
                addUnknown(letter)
            }
        }
    }

    /// A change without a sign sets.
    private static func forEach(_ letters: String?, _ body: (Bool, Character) -> Void) {
        var isSet = true
        for letter in letters ?? "" {
            switch letter {
            case "+": isSet = true
            case "-": isSet = false
            default: body(isSet, letter)
            }
        }
    }

    private mutating func addUnknown(_ letter: Character) {
        if !unknown.contains(letter) { unknown.append(letter) }
    }
}
