import ChatDomain
import Testing

@testable import IRCWire

@Suite("What commands ask for")
struct RequestTests {
    @Test("An id of a message is its room, its place and the store's mark")
    func messageIDs() throws {
        let epoch = try #require(Epoch(text: "00ab12cdef0123456789abcdef012345"))
        let id = MsgID(room: RoomID(rawValue: 7), sequence: SequenceNumber(15), epoch: EpochMark(epoch))
        #expect(id.description == "7-15-00ab12")
        #expect(MsgID("7-15-00ab12") == id)
        let largest = "9223372036854775807-9223372036854775807-ffffff"
        #expect(MsgID(largest)?.room.rawValue == .max)
        #expect(MsgID(largest)?.description == largest)
        var lines = IRCLines()
        lines.msgid(id)
        lines.append(nil, .ping, [])
        #expect(String(decoding: lines.bytes, as: UTF8.self) == "@msgid=7-15-00ab12 PING\r\n")
        for text in [
            "", "7-15", "7-15-00ab1", "7-15-00ab123", "7-15-00AB12", "07-15-00ab12", "7-015-00ab12", "0-15-00ab12",
            "+7-15-00ab12", "7--15-00ab12", "7-15-00ab12-", "-7-15-00ab12", "7-15-00ab1g",
            "9223372036854775808-1-00ab12",
            "７-15-00ab12", "7-15-00ab12" + String(repeating: "x", count: 60),
        ] {
            #expect(MsgID(text) == nil, "\(text)")
        }
    }

    @Test("CHATHISTORY has its subcommands, places and limits")
    func history() throws {
        let id = try #require(MsgID("7-15-00ab12"))
        let noon = "timestamp=1970-01-01T12:00:00.000Z"
        let twelve = Timestamp(milliseconds: 43_200_000)
        func subject(_ words: String...) throws -> HistoryRequest.Subject { try HistoryRequest(words).subject }
        #expect(
            try subject("before", "#a", "msgid=7-15-00ab12", "50") == .messages(target: "#a", .before(.message(id))))
        #expect(try subject("AFTER", "#a", noon, "50") == .messages(target: "#a", .after(.moment(twelve))))
        #expect(try subject("AROUND", "bob", "msgid=?", "1") == .messages(target: "bob", .around(.unknownMessage("?"))))
        #expect(try subject("LATEST", "#a", "*", "50") == .messages(target: "#a", .latest(since: nil)))
        #expect(try subject("LATEST", "#a", noon, "50") == .messages(target: "#a", .latest(since: .moment(twelve))))
        #expect(
            try subject("BETWEEN", "#a", noon, "msgid=7-15-00ab12", "50")
                == .messages(target: "#a", .between(.moment(twelve), .message(id))))
        #expect(try subject("TARGETS", noon, noon, "50") == .targets(twelve, twelve))
        #expect(try HistoryRequest(["LATEST", "#a", "*", "7"]).limit == 7)
        #expect(try HistoryRequest(["latest", "#a", "*", "7"]).subcommand == "LATEST")
    }

    @Test(
        "A CHATHISTORY that cannot be understood says so",
        arguments: [
            [], ["LATEST"], ["LATEST", "#a"], ["LATEST", "#a", "*"], ["LATEST", "#a", "*", "0"],
            ["LATEST", "#a", "*", "-1"],
            ["LATEST", "#a", "*", "x"], ["LATEST", "#a", "*", "99999999999999999999"], ["LATEST", "", "*", "1"],
            ["BEFORE", "#a", "*", "1"], ["BEFORE", "#a", "msgid=", "1"], ["BEFORE", "#a", "timestamp=now", "1"],
            ["BETWEEN", "#a", "msgid=1", "1"], ["TARGETS", "msgid=1", "msgid=2", "1"], ["SIDEWAYS", "#a", "*", "1"],
            [""], ["LATEST", "#a", "*", "7", "8"], ["SIDEWAYS", "#a", "*", "1", "2"],
        ])
    func badHistory(words: [String]) {
        let fault = #expect(throws: HistoryRequest.Fault.self) { try HistoryRequest(words) }
        #expect(fault?.reply.code == "INVALID_PARAMS" && fault?.reply.context == [words.first?.uppercased() ?? "*"])
    }

    @Test("A kind of place that Roost does not have has an error of its own")
    func unknownPlace() {
        let fault = #expect(throws: HistoryRequest.Fault.self) { try HistoryRequest(["BEFORE", "#a", "uuid=7", "1"]) }
        #expect(fault?.reply.code == "INVALID_MSGREFTYPE" && fault?.reply.context == ["BEFORE", "#a"])
    }

    @Test("WHO may choose its fields and a token")
    func who() {
        #expect(WhoRequest(mask: "#a", options: nil).fields == nil)
        #expect(WhoRequest(mask: nil, options: nil).mask == "*")
        #expect(WhoRequest(mask: "0", options: "o").mask == "*")
        #expect(WhoRequest(mask: "", options: "o").operatorsOnly)
        let extended = WhoRequest(mask: "#a", options: "o%nuhtz,152")
        #expect(extended.operatorsOnly && extended.token == "152")
        #expect(extended.fields == [.token, .user, .host, .nick])
        #expect(WhoRequest(mask: "#a", options: "%").fields == [])
        #expect(!WhoRequest(mask: "#a", options: "%o").operatorsOnly)
        for options in ["%t", "%t,", "%t,1234", "%t,12a", "%t,-1", "%t,é"] {
            #expect(WhoRequest(mask: "#a", options: options).token == "0")
        }
    }

    @Test("LIST has names, masks and conditions, and all of them hold")
    func list() {
        func fits(
            _ text: String?, _ channel: String = "#kitchen", members: Int = 5, created: Int = 60, topic: Int? = 10
        )
            -> Bool
        {
            ListRequest(text).matches(channel: channel, members: members, createdMinutes: created, topicMinutes: topic)
        }
        #expect(fits(nil) && fits("") && fits(",,"))
        #expect(fits("#Kitchen,#attic") && fits("#attic,#kitchen") && !fits("#attic"))
        #expect(fits("#kit*") && fits("*x*,*kit*") && !fits("#attic*"))
        #expect(!fits("!*kit*") && fits("!*attic*") && !fits("#kit*,!#*n"))
        #expect(fits(">4") && !fits(">5") && fits("<6") && !fits("<5") && fits("U>4,u<6") && !fits("U>4,U<5"))
        #expect(fits("C>59") && !fits("C>60") && fits("c<61") && !fits("C<60"))
        #expect(fits("T>9") && !fits("T>10") && fits("T<11") && !fits("T<10"))
        #expect(!fits("T<100", topic: nil) && !fits("T>1", topic: nil))
        // What only looks like a condition is a name.
        #expect(!fits("C>x") && !fits("C>99999999999999999999") && !fits(">"))
    }
}
