import Testing

@testable import ChatWire
@testable import roost

@Suite("The words after roost admin")
struct AdminOrderTests {
    private func run(_ words: String...) throws -> (name: String, arguments: [String], words: CommandWords) {
        let order = try AdminOrder(words)
        guard case .run(let command, let arguments) = order.task else { return ("help", [], order.words) }
        return (command.name, arguments, order.words)
    }

    @Test("Commands, their words and options are read in any order")
    func good() throws {
        let order = try run(
            "--server=http://example.org:81", "users", "--sync", "import", "a.txt", "--yes", "--tokens", "--token", "t")
        #expect(order.name == "users import" && order.arguments == ["a.txt"])
        #expect(order.words.door.server.description == "http://example.org:81")
        #expect(order.words.door.token == "t")
        #expect(["--sync", "--yes", "--tokens"].allSatisfy(order.words.has))
        #expect(try run("users", "import", "-").arguments == ["-"])
        #expect(try run("users", "export").arguments == [])
        #expect(try run("users", "export", "b").arguments == ["b"])
        #expect(try run("rooms", "add", "lobby", "ben", "cid").arguments == ["lobby", "ben", "cid"])
        let audit = try run("audit", "--act", "a", "--act=b", "--json")
        #expect(audit.name == "audit" && audit.words.all("--act") == ["a", "b"])
    }

    @Test(
        "What makes no sense is refused with a sentence that says what to do",
        arguments: [
            ("users", "needs one of these words behind it: list, add"),
            ("users remov", "has no \"remov\". It has: list, add"),
            ("nonsense", "has no \"nonsense\". It has: users, invites"),
            ("users import", "FILE is missing: roost admin users import FILE"),
            ("users import a b", "\"b\" is one word too many: roost admin users import FILE"),
            ("users remove", "WHO is missing: roost admin users remove WHO…"),
            ("users role ben", "ROLE is missing"),
            ("users export a --sync", "--sync is not for \"users export\". See roost admin help users export."),
            ("users import a --token", "--token needs a value."),
            ("users import a --sync=1", "There is no option \"--sync=1\""),
            ("audit --nonsense", "There is no option \"--nonsense\""),
            ("users import a --server ftp://x", "--server: "),
            ("help users remov", "has no \"remov\""),
        ])
    func bad(line: String, sentence: String) throws {
        let fault = #expect(throws: CommandWords.Fault.self) {
            try AdminOrder(line.split(separator: " ").map(String.init))
        }
        #expect(fault?.message.contains(sentence) == true, "\(fault?.message ?? "")")
    }

    @Test(
        "Help is asked for with a word or an option, for all or for a part",
        arguments: [
            ("", ""), ("--help", ""), ("help", ""), ("users --help", "users"), ("help users", "users"),
            ("users import - -h", "users import"), ("help users import", "users import"),
        ])
    func help(line: String, topic: String) throws {
        let order = try AdminOrder(line.split(separator: " ").map(String.init))
        guard case .help(let words) = order.task else {
            Issue.record("\(line) asks for no help")
            return
        }
        #expect(words.joined(separator: " ") == topic)
    }

    @Test("Every command can be reached, and is in the help with all its options")
    func table() throws {
        let commands = AdminCommand.all
        let overview = AdminHelp.text(about: [])
        // An option takes a value everywhere or nowhere: they are read before the command is known.
        var takesValue: [String: Bool] = [:]
        for command in commands {
            let others = commands.filter { command.path.starts(with: $0.path) }
            #expect(others.count == 1, "\(command.name) stands behind \(others.map(\.name))")
            #expect(overview.contains("  \(command.usage)"))
            let own = AdminHelp.text(about: command.path)
            for flag in command.flags {
                #expect(own.contains("  \(flag.usage)"), "\(command.name): \(flag.name)")
                let before = takesValue.updateValue(flag.value != nil, forKey: flag.name)
                #expect(before == nil || before == (flag.value != nil), "\(flag.name)")
                #expect(!CommandWords.doorOptions.contains(flag.name))
            }
            let optional = command.arguments.firstIndex(where: \.isOptional) ?? command.arguments.count
            #expect(command.arguments[optional...].allSatisfy { $0.isOptional })
            #expect(command.arguments.dropLast().allSatisfy { !$0.isRepeated })
        }
    }

    @Test("Columns stand below each other, whatever is in them")
    func columns() {
        var columns = Columns(["NAME", "ROLE", "MAIL"])
        columns.add(["漢字", "", "a@example.org"])
        columns.add(["e\u{1B}[2J", "owner", ""])
        #expect(
            columns.lines == ["NAME   ROLE   MAIL", "漢字          a@example.org", "e␛[2J  owner"])
    }

    @Test("The audit log is narrowed by time, person, act and text")
    func audit() throws {
        func entry(
            _ act: String, at: Int64 = 5, by: Int64 = 1, on subject: Int64? = nil, _ name: String? = nil
        ) throws -> AuditEntry {
            var body: [String: JSONValue] = ["act": .string(act), "address": .string("::1")]
            body["subject_name"] = name.map { .string($0) }
            var view = EventView.Body()
            view.json = .object(body)
            let event = EventView(
                room: 0, seq: 1, at: at, kind: "audited", subject: subject, by: .init(id: by, name: "Ada"), body: view)
            return try #require(AuditEntry(event, names: [1: "ada"]))
        }
        let removed = try entry("person_removed", on: 7, "dora")
        #expect(AuditFilter().takes(removed))
        #expect(AuditFilter(since: 5, until: 6).takes(removed))
        #expect(!AuditFilter(since: 6).takes(removed))
        #expect(!AuditFilter(until: 5).takes(removed))
        #expect(AuditFilter(acts: ["person_removed", "warned"]).takes(removed))
        #expect(!AuditFilter(acts: ["warned"]).takes(removed))
        #expect(AuditFilter(text: "from ::1").takes(removed))
        #expect(!AuditFilter(text: "nowhere").takes(removed))
        // By whom, or on whom; one who is gone by his name, unless somebody else has it now.
        #expect(AuditFilter(person: 1, name: "ada").takes(removed))
        #expect(AuditFilter(person: 7, name: "other").takes(removed))
        #expect(AuditFilter(name: "dora").takes(removed))
        #expect(!AuditFilter(person: 9, name: "dora").takes(removed))
        #expect(!AuditFilter(name: "ben").takes(removed))
    }
}
