import ChatDomain
import ChatStore
import ChatWire
import Testing

@testable import ChatService

/// Telling the moderators, and what comes of it.
@Suite("Reports")
struct ReportTests {
    private func report(_ house: House, _ caller: Caller, _ post: Posted, _ reason: String = "rude") throws -> Int64 {
        try house.call {
            house.service.report(
                NewReport(room: post.room, message: post.sequence, person: nil, reason: reason), by: caller, answer: $0)
        }
    }

    private func queue(_ house: House, _ caller: Caller, _ state: ReportState? = nil) throws -> [ReportView] {
        try house.call { house.service.reports(in: state, after: 0, limit: 50, for: caller, answer: $0) }
    }

    private func resolve(
        _ house: House, _ caller: Caller, _ number: Int64, _ action: ReportAction, note: String? = nil
    ) throws -> ReportView {
        try house.call {
            house.service.resolve(
                report: number, action, until: Timestamp(milliseconds: house.clock.now.rawValue + 60_000), note: note,
                by: caller, answer: $0)
        }
    }

    /// The events of a log that is no room.
    private func log(_ house: House, _ log: LogID) throws -> [String] {
        try house.store.makeReader().events(in: log, after: .zero, limit: 100).map(\.text)
    }

    @Test("A report waits in the queue of those who may handle it, with the text as it is")
    func queueing() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let cleo = try house.caller(house.register("cleo"))
        let post = try house.post("go away", by: ben)
        let number = try report(house, cleo, post)
        #expect(try report(house, cleo, post) == number)
        let seen = try #require(try queue(house, ada).first)
        #expect(seen.id == number && seen.text == "go away" && seen.by?.username == "cleo")
        #expect(seen.person?.username == "ben" && seen.state == "open")
        #expect(try queue(house, ben).isEmpty)
        #expect(try queue(house, cleo).isEmpty)
        let own = try house.call { house.service.ownReports(of: cleo, answer: $0) }
        #expect(own.count == 1 && own[0].text == nil && own[0].by == nil)
    }

    @Test("Who handles it is told apart, and the one who reported hears what was done")
    func resolving() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let cleo = try house.caller(house.register("cleo"))
        let number = try report(house, cleo, house.post("go away", by: ben))
        let taken = try house.call {
            house.service.assign(report: number, to: ada.account, by: ada, answer: $0)
        }
        #expect(taken.assignee?.username == "ada")
        #expect(try queue(house, ada, .open).isEmpty)
        let closed = try resolve(house, ada, number, .delete, note: "thank you")
        #expect(closed.state == "resolved" && closed.action == "delete" && closed.resolvedBy?.username == "ada")
        #expect(try queue(house, ada, .resolved).first?.text == nil)
        let news = try log(house, .personal(cleo.account))
        #expect(news.contains { $0.contains("report_settled") && $0.contains("thank you") })
        let audited = try log(house, .audit)
        for act in ["report_assigned", "report_resolved", "message_deleted"] {
            #expect(audited.contains { $0.contains(act) && $0.contains("192.0.2.1") }, "\(act)")
        }
        #expect(throws: Refusal.self) { try resolve(house, ada, number, .dismiss) }
    }

    @Test("Warning, muting and banning reach the one who is reported")
    func acting() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let cleo = try house.caller(house.register("cleo"))
        let post = try house.post("go away", by: ben)
        _ = try resolve(house, ada, report(house, cleo, post, "one"), .warn, note: "please don't")
        #expect(
            try log(house, .personal(ben.account)).contains { $0.contains("warned") && $0.contains("please don't") })
        _ = try resolve(house, ada, report(house, cleo, post, "two"), .mute)
        #expect(house.code { _ = try house.post("again", by: ben) } == .muted)
        _ = try resolve(house, ada, report(house, cleo, post, "three"), .ban)
        #expect(house.code { _ = try house.post("again", by: ben) } == .notAMember)
        // About no room, a ban is one from the server.
        let dan = try house.caller(house.register("dan"))
        let number = try house.call {
            house.service.report(
                NewReport(room: nil, message: nil, person: dan.account, reason: "spam"), by: cleo, answer: $0)
        }
        _ = try resolve(house, ada, number, .ban)
        #expect(house.code { _ = try house.post("hello", by: dan) } == .notLoggedIn)
    }

    @Test("Nobody judges what is said of himself, and nobody reports himself or without a reason")
    func refusals() throws {
        let house = try House { $0.openReports = 1 }
        let (ada, ben) = try house.twoPeople()
        let post = try house.post("hm", by: ada)
        let number = try report(house, ben, post)
        #expect(try queue(house, ada).isEmpty)
        #expect(house.code { _ = try resolve(house, ada, number, .dismiss) } == .notFound)
        #expect(house.code { _ = try report(house, ada, post) } == .badRequest)
        #expect(house.code { _ = try report(house, ben, house.post("x", by: ada)) } == .tooMany)
        let cleo = try house.caller(house.register("cleo"))
        #expect(house.code { _ = try report(house, cleo, post, "  ") } == .textInvalid)
    }
}
