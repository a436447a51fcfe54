import ChatClient
import ChatWire
import Glibc

/// `roost admin users import`: carries out what a member file asks for, line by line.
struct MemberImport {
    let api: ServerAPI
    let path: String
    /// Makes the members exactly those of the file.
    var sync = false
    var yes = false
    /// Makes a token for each account, and prints it.
    var tokens = false

    /// What has been done.
    private struct Tally {
        var added = 0
        var changed = 0
        var removed = 0
        var bad = 0
    }

    func run() async throws(Admin.Ending) {
        let file = MemberFile(try WholeFile.read(path))
        for fault in file.faults { Admin.say("\(path), line \(fault.line): \(fault.reason)") }
        let (people, own): ([AccountView], AccountView)
        do throws(ClientError) {
            own = try await api.me().account
            people = try await api.people()
        } catch {
            throw Admin.Ending(error)
        }
        let plan = MemberPlan(file: file, people: people, caller: own.id, sync: sync)
        if sync { try confirm(plan, file) }
        var tally = Tally()
        tally.bad = file.faults.count
        for step in plan.steps { try await carryOut(step, &tally) }
        Admin.say(
            "\(tally.added) added, \(tally.changed) checked or changed, \(tally.removed) removed"
                + (tally.bad == 0 ? "." : ", \(tally.bad) lines were bad or refused."))
        if tally.bad > 0 { throw .refused }
    }

    /// Shows what would change, and asks.
    private func confirm(_ plan: MemberPlan, _ file: MemberFile) throws(Admin.Ending) {
        if !file.faults.isEmpty {
            Admin.say("Some lines are bad, and might be for members who are here: nobody is removed.")
        }
        for member in plan.added { Admin.say("add      \(member.login)") }
        for person in plan.reactivated { Admin.say("let in   \(person.mail ?? person.username)") }
        for person in plan.removed { Admin.say("remove   \(person.mail ?? person.username)  (\(person.name))") }
        let isNothing = plan.added.isEmpty && plan.reactivated.isEmpty && plan.removed.isEmpty
        if isNothing || yes { return }
        try Admin.confirm("Shall that be done?")
    }

    private func carryOut(_ step: MemberPlan.Step, _ tally: inout Tally) async throws(Admin.Ending) {
        let place: String
        do throws(ClientError) {
            switch step {
            case .add(let member):
                place = "\(path), line \(member.line)"
                try await add(member)
                tally.added += 1
            case .change(let person, let member, let changes):
                place = "\(path), line \(member.line)"
                for change in changes { _ = try await api.change(person: person.id, change) }
                tally.changed += 1
            case .remove(let person):
                place = person.mail ?? person.username
                try await api.removePerson(person.id)
                tally.removed += 1
            }
        } catch {
            guard case .refused(let refusal) = error, refusal.code != "not_logged_in" else {
                Admin.say("It ended before it was done. Run it again: what is done already is not done twice.")
                throw Admin.Ending(error)
            }
            Admin.say("\(place): \(refusal.message)")
            tally.bad += 1
        }
    }

    private func add(_ member: MemberFile.Member) async throws(ClientError) {
        let secret: NewPerson.Secret =
            if member.password.isEmpty {
                .none
            } else {
                member.isHashed ? .hash(member.password) : .password(member.password)
            }
        let added = try await api.addPerson(
            NewPerson(
                mail: member.isMail ? member.login : nil, username: member.isMail ? member.username : member.login,
                name: member.name, secret: secret, role: member.role))
        Admin.say("added \(member.login), with the username \(added.account.username)")
        guard tokens else { return }
        let token = try await api.makeToken(for: added.account.id)
        print("\(member.login):\(token)")
        fflush(nil)
    }
}
