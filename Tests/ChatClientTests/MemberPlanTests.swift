import ChatWire
import Testing

@testable import ChatClient

@Suite("What a member file asks for")
struct MemberPlanTests {
    private func person(
        _ id: Int64, _ username: String, mail: Bool = true, role: String = "member", state: String = "active"
    ) -> AccountView {
        var view = AccountView(id: id, username: username, name: username.capitalized, role: role)
        view.mail = mail ? "\(username)@example.org" : nil
        view.state = state
        return view
    }

    private var people: [AccountView] {
        [
            person(1, "ada", role: "owner"), person(2, "ben"), person(3, "bot", mail: false),
            person(4, "eve", state: "deactivated"),
        ]
    }

    private func plan(_ text: String, sync: Bool = false) -> MemberPlan {
        MemberPlan(file: MemberFile(Array(text.utf8)), people: people, caller: 1, sync: sync)
    }

    @Test("Who is not there is added; who is there is found by mail address or username, in any case")
    func found() {
        let plan = plan("new@example.org:x\nBEN@example.org:y\nBot:z\n")
        #expect(plan.added.map(\.login) == ["new@example.org"])
        let changed = plan.steps.compactMap { step -> Int64? in
            if case .change(let person, _, let changes) = step, changes.count == 1 { person.id } else { nil }
        }
        #expect(changed == [2, 3])
    }

    @Test("An empty password and the name that is there change nothing; an import removes nobody")
    func nothing() {
        #expect(plan("ben@example.org:\nbot::Bot\neve@example.org::Eve\n").steps == [])
        #expect(plan("").steps == [])
    }

    @Test("Another name is a change, and a hash is taken for one")
    func changes() {
        let steps = plan("ben:$argon2id$x:Benjamin").steps
        guard case .change(_, _, let changes)? = steps.first else { return #expect(Bool(false)) }
        #expect(changes == [.name("Benjamin"), .hash("$argon2id$x")])
    }

    @Test(
        "A sync removes who is absent but the caller and the deactivated, lets in who is named, and the caller comes last"
    )
    func sync() {
        let plan = plan("ada:other password\nbot:\n", sync: true)
        #expect(plan.removed.map(\.username) == ["ben"])
        #expect(plan.reactivated == [])
        guard case .change(let last, _, _)? = plan.steps.last else { return #expect(Bool(false)) }
        #expect(last.id == 1)
        #expect(self.plan("eve:\nben:\nbot:", sync: true).reactivated.map(\.username) == ["eve"])
        #expect(self.plan("", sync: true).removed.map(\.username) == ["ben", "bot"])
    }

    @Test("A file with a bad line removes nobody, for the line may be anybody's")
    func faults() {
        let plan = plan("new:x\n: \n", sync: true)
        #expect(plan.removed == [])
        #expect(plan.added.map(\.login) == ["new"])
    }

    @Test("An export, read again, asks for no change but the hashes that are there, and removes nobody")
    func export() {
        let hashes: [Int64: String] = [1: "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA", 2: "$argon2id$two", 3: ""]
        let text = MemberFile.text(of: people, hashes: hashes)
        let plan = plan(text, sync: true)
        #expect(plan.added == [])
        #expect(plan.removed == [])
        for step in plan.steps {
            guard case .change(let person, let member, let changes) = step else { return #expect(Bool(false)) }
            #expect(changes == [.hash(hashes[person.id] ?? "none")])
            #expect(member.role == (person.role == "member" ? nil : person.role))
        }
        // On an empty server it makes everybody with the username that he had.
        let fresh = MemberPlan(file: MemberFile(Array(text.utf8)), people: [], caller: 9, sync: false)
        #expect(fresh.added.map { $0.username ?? $0.login } == ["ada", "ben", "bot"])
    }
}
