import ChatClient
import ChatWire

/// `roost admin server`: what is to be known of a server at a glance.
enum AdminServer {
    static let commands: [AdminCommand] = [
        AdminCommand("server", flags: [.json], "tells the version, counts and limits", run: run)
    ]

    static func run(_ errand: AdminErrand) async throws(Admin.Ending) {
        let (info, limits) = try await errand.ask { (api) async throws(ClientError) in
            (try await api.info(), try await api.limits())
        }
        let (people, rooms, deleted) = try await errand.ask { (api) async throws(ClientError) in
            (try await api.people(), try await api.rooms(), try await api.deletedRooms())
        }
        let (links, reports) = try await errand.ask { (api) async throws(ClientError) in
            (try await api.invites(), try await api.reports())
        }
        let waiting = reports.count { $0.state != "resolved" }
        let deactivated = people.count { $0.state == "deactivated" }
        let sorted = limits.sorted { $0.key < $1.key }
        if errand.isJSON {
            let json = JSONObject.make { object in
                object.set("address", errand.api.server.description)
                object.set("name", info.name)
                object.set("version", info.version)
                object.set("registration", info.registration)
                object.set("people", people.count)
                object.set("deactivated", deactivated)
                object.set("rooms", rooms.count)
                object.set("deleted_rooms", deleted.count)
                object.set("invites", links.count)
                object.set("waiting_reports", waiting)
                object.set(
                    "limits",
                    json: JSONObject.make { object in
                        for (name, value) in sorted { object.set(named: name, json: Array("\(value)".utf8)) }
                    })
            }
            return print(String(decoding: json, as: UTF8.self))
        }
        var columns = Columns()
        columns.add(["server", "\(info.name) at \(errand.api.server), Roost \(info.version)"])
        columns.add(["registration", info.registration])
        let roles = ["owner", "admin", "member", "guest"].map { role in
            "\(people.count { $0.role == role }) \(role)"
        }
        columns.add(["people", "\(people.count): \(roles.joined(separator: ", ")); \(deactivated) deactivated"])
        columns.add(["rooms", "\(rooms.count) that you can see, \(deleted.count) deleted that you can bring back"])
        columns.add(["invites", "\(links.count)"])
        columns.add(["reports", "\(waiting) wait, of \(reports.count)"])
        for (name, value) in sorted { columns.add([name, "\(value)"]) }
        columns.lines.forEach { print($0) }
    }
}
