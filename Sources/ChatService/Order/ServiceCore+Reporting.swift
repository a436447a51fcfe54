public import ChatDomain
import ChatStore
import ChatWire

/// What a report is about.
public struct NewReport: Sendable {
    public var room: RoomID?
    public var message: SequenceNumber?
    /// Not needed where there is a message.
    public var person: AccountID?
    public var reason: String

    public init(room: RoomID?, message: SequenceNumber?, person: AccountID?, reason: String) {
        (self.room, self.message, self.person, self.reason) = (room, message, person, reason)
    }
}

// Telling the moderators.
extension ServiceCore {
    /// Reports a message that the caller can read, or a person.
    func report(_ caller: Caller, _ report: NewReport, answer: @escaping Answer<Int64>) {
        guard let message = report.message else { return reportPerson(caller, report, answer: answer) }
        guard let room = report.room else {
            return answer(.failure(Refusal(.badRequest, "A message is reported with its \"room\".")))
        }
        decide(about: message, in: room, for: caller, holding: [.reports], answer: answer, reading: nothing) {
            core, _, state, _ throws(Refusal) in
            guard !state.isDeleted else { throw .messageGone }
            return try core.keep(report, about: state.message.author, by: caller)
        }
    }

    private func reportPerson(_ caller: Caller, _ report: NewReport, answer: @escaping Answer<Int64>) {
        decide(for: caller, holding: [.reports], answer: answer) { core throws(Refusal) in
            guard let person = report.person else {
                throw Refusal(.badRequest, "A report is about a \"message\" or a \"person\".")
            }
            if let room = report.room { _ = try core.directory.access(caller.account, to: room) }
            return try core.keep(report, about: core.directory.person(person, for: caller.account), by: caller)
        }
    }

    private func keep(
        _ report: NewReport, about person: AccountID, by caller: Caller
    ) throws(Refusal) -> Decision<Int64> {
        guard person != caller.account else { throw Refusal(.badRequest, "You cannot report yourself.") }
        let reason = try RoomText.reason(report.reason, settings.limits)
        guard !reason.isEmpty else { throw Refusal(.textInvalid, "A report needs a reason: say what is wrong.") }
        let reports = directory.reports.items(of: 0)
        let own = reports.values.filter { $0.by == caller.account.rawValue && $0.resolution == nil }
        // The same again is the same report.
        if let same = reports.first(where: {
            $1.resolution == nil && $1.by == caller.account.rawValue && $1.person == person.rawValue
                && $1.room == report.room?.rawValue && $1.message == report.message?.rawValue
        }) {
            return .done(same.key)
        }
        let limit = settings.limits.openReports
        guard own.count < limit else {
            throw .tooMany("You have \(limit) open reports. Wait for an answer first.", "open_reports", limit)
        }
        let number = (reports.keys.max() ?? 0) + 1
        let kept = Report(
            by: caller.account.rawValue, at: ports.now().rawValue, person: person.rawValue,
            room: report.room?.rawValue, message: report.message?.rawValue, reason: reason)
        return .commit(CommitUnit(changes: [kept.put(owner: 0, item: number)])) { core, _ in
            core.log.info("a report waits", ["report": "\(number)"])
            return number
        }
    }

    // MARK: The queue

    /// Who manages people handles all reports; a room's moderators those about the room.
    private func mayHandle(_ report: Report, _ account: AccountID) -> Bool {
        guard let own = directory.accounts[account], own.state == .active else { return false }
        // Nobody judges what is said of himself.
        guard report.person != account.rawValue else { return false }
        if own.role.managesPeople { return true }
        guard let room = report.room, let access = try? directory.access(account, to: RoomID(rawValue: room)) else {
            return false
        }
        return access.may(.moderate)
    }

    /// Reports that the caller handles, oldest first.
    func reports(
        _ caller: Caller, state: ReportState?, after number: Int64, limit: Int,
        answer: @escaping Answer<[ReportView]>
    ) {
        read(for: caller, answer: answer) { core throws(Refusal) in
            let page = core.directory.reports.items(of: 0)
                .filter { $0 > number && core.mayHandle($1, caller.account) && (state == nil || $1.state == state) }
                .sorted { $0.key < $1.key }.prefix(limit)
            let views = page.map { core.view($1, number: $0, forHandler: true) }
            return { (reader) throws(StoreError) in
                var shown: [ReportView] = []
                for view in views { shown.append(try Self.withExcerpt(view, reader)) }
                return shown
            }
        }
    }

    /// One's own reports, newest first.
    func ownReports(_ caller: Caller, answer: Answer<[ReportView]>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            let own = directory.reports.items(of: 0).filter { $1.by == caller.account.rawValue }
                .sorted { $0.key > $1.key }.prefix(settings.limits.historyPage)
            let views = own.map { number, report in
                var view = view(report, number: number, forHandler: false)
                // What the room is called now is not for who can no longer know of it.
                let room = report.room.flatMap { directory.rooms[RoomID(rawValue: $0)] }
                if let room, !directory.mayKnow(of: room, caller.account) { view.roomTitle = nil }
                return view
            }
            answer(.success(views))
        } catch {
            answer(.failure(error))
        }
    }

    private func view(_ report: Report, number: Int64, forHandler: Bool) -> ReportView {
        func person(_ id: Int64) -> AccountView? { directory.accounts[AccountID(rawValue: id)].map { AccountView($0) } }
        var view = ReportView(
            id: number, at: report.at, state: report.state.rawValue, reason: report.reason)
        view.person = person(report.person)
        view.room = report.room
        view.roomTitle = report.room.flatMap { directory.rooms[RoomID(rawValue: $0)]?.room.title }
        view.message = report.message
        view.action = report.resolution?.action.rawValue
        view.note = report.resolution?.note
        view.resolvedAt = report.resolution?.at
        if forHandler {
            view.by = person(report.by)
            view.assignee = report.assignee.flatMap(person)
            view.resolvedBy = report.resolution.flatMap { person($0.by) }
        }
        return view
    }

    /// The reported text as it is now, for those who judge it.
    private static func withExcerpt(_ view: ReportView, _ reader: any StoreReader) throws(StoreError) -> ReportView {
        guard let room = view.room, let number = view.message.map({ SequenceNumber($0) }) else { return view }
        let log = RoomID(rawValue: room).log
        guard let message = try reader.message(in: log, at: number) else { return view }
        let state = MessageState(message, try reader.events(in: log, about: [number]))
        var view = view
        view.text = state.isDeleted ? nil : MessageContent(body: state.body)?.text
        return view
    }

    /// Somebody takes a report up, or with nil lays it down.
    func assign(
        _ caller: Caller, _ number: Int64, to assignee: AccountID?, answer: @escaping Answer<ReportView>
    ) {
        decide(for: caller, holding: [.reports], answer: answer) { core throws(Refusal) in
            var report = try core.openReport(number, caller)
            if let assignee, !core.mayHandle(report, assignee) {
                throw .notAllowed("Only somebody who may handle the report can take it up.")
            }
            report.assignee = assignee?.rawValue
            let changed = report
            let entry = core.audit(
                .reportAssigned, by: caller, on: assignee, in: core.room(of: report), detail: "report \(number)")
            return .commit(CommitUnit(appends: [entry], changes: [report.put(owner: 0, item: number)])) { core, _ in
                core.view(changed, number: number, forHandler: true)
            }
        }
    }

    /// Does what was decided, then closes the report and tells the one who made it.
    ///
    /// - Parameters:
    ///   - until: of muting and banning.
    ///   - note: for the one who reported, and with `.warn` for the one who is warned.
    func resolve(
        _ caller: Caller, _ number: Int64, _ action: ReportAction, until: Timestamp?, note: String?,
        answer: @escaping Answer<ReportView>
    ) {
        let service = ports.service
        do throws(Refusal) {
            try checkRunning()
            let report = try openReport(number, caller)
            let note = try note.map { text throws(Refusal) in try RoomText.reason(text, settings.limits) }
            let person = AccountID(rawValue: report.person)
            let room = report.room.map { RoomID(rawValue: $0) }
            let done: @Sendable (Result<Void, Refusal>) -> Void = { result in
                service(
                    .run { core in
                        switch result {
                        case .success: core.close(caller, number, action, note, answer: answer)
                        case .failure(let refusal): answer(.failure(refusal))
                        }
                    })
            }
            switch action {
            case .dismiss, .warn: done(.success(()))
            case .delete:
                guard let room, let message = report.message else {
                    throw Refusal(.badRequest, "The report is about no message that could be deleted.")
                }
                delete(caller, room, SequenceNumber(message), reason: report.reason, answer: done)
            case .mute:
                guard let room else { throw Refusal(.badRequest, "The report is about no room to mute him in.") }
                guard let until else { throw Refusal(.badRequest, "Muting needs an \"until\".") }
                setMember(person, room, MemberChange(mutedUntil: until.rawValue), by: caller) {
                    done($0.map { _ in })
                }
            case .ban:
                guard let room else {
                    return setActive(false, person, by: caller) { done($0.map { _ in }) }
                }
                ban(person, from: room, until: until, reason: report.reason, by: caller, answer: done)
            }
        } catch {
            answer(.failure(error))
        }
    }

    private func close(
        _ caller: Caller, _ number: Int64, _ action: ReportAction, _ note: String?, answer: @escaping Answer<ReportView>
    ) {
        // Counted as the request that it belongs to.
        decideInTurn(for: caller.account, holding: [.reports], answer: answer) { core throws(Refusal) in
            var report = try core.openReport(number, caller)
            report.resolution = Report.Resolution(
                action: action, by: caller.account.rawValue, at: core.ports.now().rawValue, note: note)
            let (changed, room) = (report, core.room(of: report))
            let person = AccountID(rawValue: report.person)
            var appends = [
                core.audit(
                    .reportResolved, by: caller, on: person, in: room,
                    message: report.message.map { SequenceNumber($0) }, reason: report.reason,
                    detail: "report \(number): \(action.rawValue)"),
                core.tell(AccountID(rawValue: report.by), .reportSettled) {
                    $0.topic = action.rawValue
                    $0.text = note
                },
            ]
            if action == .warn {
                appends.append(core.audit(.warned, by: caller, on: person, in: room, reason: report.reason))
                appends.append(
                    core.tell(person, .warned, in: room) {
                        $0.message = report.message
                        $0.text = note ?? report.reason
                    })
            }
            return .commit(CommitUnit(appends: appends, changes: [report.put(owner: 0, item: number)])) { core, _ in
                core.view(changed, number: number, forHandler: true)
            }
        }
    }

    private func openReport(_ number: Int64, _ caller: Caller) throws(Refusal) -> Report {
        guard let report = directory.reports[0, number], mayHandle(report, caller.account) else {
            throw Refusal(.notFound, "There is no such report, or it is not for you to handle.")
        }
        guard report.resolution == nil else {
            throw Refusal(.reportClosed, "The report is closed already.")
        }
        return report
    }

    private func room(of report: Report) -> RoomState? {
        report.room.flatMap { directory.rooms[RoomID(rawValue: $0)] }
    }

    /// Nothing more is to be read.
    private var nothing: Look<Void> { { (_) throws(StoreError) in } }
}
