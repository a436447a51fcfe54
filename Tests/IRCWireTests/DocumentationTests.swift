import Foundation
import Testing

@testable import IRCWire

@Suite("The page about IRC")
struct DocumentationTests {
    static let page: String? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
        return try? String(contentsOf: root.appending(path: "../../docs/protocol/irc.md"), encoding: .utf8)
    }()

    @Test("It has every command, every capability and every numeric that Roost knows, and no other")
    func complete() throws {
        let page = try #require(Self.page)
        for command in IRCCommand.allCases { #expect(page.contains("`\(command.rawValue)`")) }
        for capability in Capability.allCases { #expect(page.contains("`\(capability.name)`")) }
        let numerics = Numeric.allCases.map { numeric in
            let number = String("00\(numeric.rawValue)".suffix(3))
            let name = "\(numeric)".uppercased()
            return "\(number) \(name.prefix(3))_\(name.dropFirst(3))"
        }
        let told = page.matches(of: /\d{3} (?:RPL|ERR)_\w+/).map { String($0.0) }
        #expect(Set(told) == Set(numerics))
        #expect(told.count == numerics.count)
    }
}
