public import ChatDomain

/// What the server says on the live stream besides events and acknowledgements: the rare messages.
public enum LiveAnswer {
    /// Why a cursor could not be continued.
    public enum GapReason: String, Sendable, Codable {
        case noCursor = "no_cursor"
        case epoch
        case future
        case tooFar = "too_far"
        /// What lies between is gone, or was before his time.
        case floor
    }

    public static func welcome(epoch: Epoch, account: AccountView, messageBytes: Int) -> [UInt8] {
        JSONObject.make { object in
            object.set("op", "welcome")
            object.set("epoch", epoch.text)
            object.set("account", json: account.json)
            object.set("limits", json: JSONObject.make { $0.set("message_bytes", messageBytes) })
        }
    }

    public static func done(id: Int64) -> [UInt8] {
        JSONObject.make { object in
            object.set("op", "done")
            object.set("id", id)
        }
    }

    public static func gap(id: Int64, room: RoomID, reason: GapReason, snapshot: RoomSnapshot) -> [UInt8] {
        JSONObject.make { object in
            object.set("op", "gap")
            object.set("id", id)
            object.set("room", room.rawValue)
            object.set("reason", reason.rawValue)
            object.set("snapshot", json: snapshot.json)
        }
    }

    public static func caughtUp(id: Int64, room: RoomID, sequence: SequenceNumber, online: [AccountID]?) -> [UInt8] {
        JSONObject.make { object in
            object.set("op", "caught_up")
            object.set("id", id)
            object.set("room", room.rawValue)
            object.set("seq", sequence.rawValue)
            if let online {
                object.set(
                    "online",
                    array: online.map { account in
                        var number: [UInt8] = []
                        JSONText.append(account.rawValue, to: &number)
                        return number
                    })
            }
        }
    }

    public static func presence(room: RoomID, account: AccountView, online: Bool) -> [UInt8] {
        JSONObject.make { object in
            object.set("op", "presence")
            object.set("room", room.rawValue)
            object.set("account", json: account.json)
            object.set("online", online)
        }
    }

    public static func typing(room: RoomID, account: AccountView, for milliseconds: Int64) -> [UInt8] {
        JSONObject.make { object in
            object.set("op", "typing")
            object.set("room", room.rawValue)
            object.set("account", json: account.json)
            object.set("for", milliseconds)
        }
    }

    public static func marker(_ marker: MarkerView) -> [UInt8] {
        JSONObject.make { object in
            object.set("op", "marker")
            marker.write(to: &object)
        }
    }

    public static func receipt(room: RoomID, account: AccountID, sequence: SequenceNumber) -> [UInt8] {
        JSONObject.make { object in
            object.set("op", "receipt")
            object.set("room", room.rawValue)
            object.set("account", account.rawValue)
            object.set("seq", sequence.rawValue)
        }
    }

    public static func notify(room: RoomID, sequence: SequenceNumber, by: AccountView, reason: String) -> [UInt8] {
        JSONObject.make { object in
            object.set("op", "notify")
            object.set("room", room.rawValue)
            object.set("seq", sequence.rawValue)
            object.set("by", json: by.json)
            object.set("reason", reason)
        }
    }

    public static func ended(room: RoomID, refusal: Refusal) -> [UInt8] {
        JSONObject.make { object in
            object.set("op", "ended")
            object.set("room", room.rawValue)
            object.set("code", refusal.code.rawValue)
            object.set("message", refusal.message)
        }
    }

    public static func error(id: Int64?, _ refusal: Refusal) -> [UInt8] {
        JSONObject.make { object in
            object.set("op", "error")
            if let id { object.set("id", id) }
            refusal.write(to: &object)
        }
    }
}

extension Refusal {
    /// Writes code, message, limit and retry_after as members.
    func write(to object: inout JSONObject) {
        object.set("code", code.rawValue)
        object.set("message", message)
        if let limit {
            object.set(
                "limit",
                json: JSONObject.make { inner in
                    inner.set("name", limit.name)
                    inner.set("value", limit.value)
                })
        }
        if let retryAfter { object.set("retry_after", retryAfter) }
    }

    /// The body of an HTTP error: `{"error":{…}}`.
    public var json: [UInt8] {
        JSONObject.make { outer in
            outer.set("error", json: JSONObject.make { write(to: &$0) })
        }
    }
}
