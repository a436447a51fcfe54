public import ChatDomain
public import ChatWire

// Reports, and the logs that are no rooms.
extension ChatService {
    /// Gives the report's number.
    public func report(_ report: NewReport, by caller: Caller, answer: @escaping Answer<Int64>) {
        run { $0.report(caller, report, answer: answer) }
    }

    public func reports(
        in state: ReportState?, after number: Int64, limit: Int, for caller: Caller,
        answer: @escaping Answer<[ReportView]>
    ) {
        run { $0.reports(caller, state: state, after: number, limit: limit, answer: answer) }
    }

    public func ownReports(of caller: Caller, answer: @escaping Answer<[ReportView]>) {
        run { $0.ownReports(caller, answer: answer) }
    }

    /// - Parameter assignee: nil lays it down.
    public func assign(
        report number: Int64, to assignee: AccountID?, by caller: Caller, answer: @escaping Answer<ReportView>
    ) {
        run { $0.assign(caller, number, to: assignee, answer: answer) }
    }

    public func resolve(
        report number: Int64, _ action: ReportAction, until: Timestamp?, note: String?, by caller: Caller,
        answer: @escaping Answer<ReportView>
    ) {
        run { $0.resolve(caller, number, action, until: until, note: note, answer: answer) }
    }
}
