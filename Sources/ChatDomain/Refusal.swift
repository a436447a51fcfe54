/// Why something was not done: one documented code each, the same through every door (docs/protocol/errors.md).
public enum RefusalCode: String, Sendable, CaseIterable {
    // What was asked for makes no sense.
    case badRequest = "bad_request"
    case unknownOperation = "unknown_operation"
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case tooLarge = "too_large"
    case nameInvalid = "name_invalid"
    case mailInvalid = "mail_invalid"
    case passwordInvalid = "password_invalid"
    case keyInvalid = "key_invalid"
    case textInvalid = "text_invalid"
    case pictureInvalid = "picture_invalid"
    case searchInvalid = "search_invalid"
    // Who asked may not.
    case notLoggedIn = "not_logged_in"
    case badCredentials = "bad_credentials"
    case registrationClosed = "registration_closed"
    case ownerCodeNeeded = "owner_code_needed"
    case inviteInvalid = "invite_invalid"
    case mailNotAllowed = "mail_not_allowed"
    case accountDeactivated = "account_deactivated"
    case notAllowed = "not_allowed"
    case scopeNeeded = "scope_needed"
    case lastOwner = "last_owner"
    case wrongOrigin = "wrong_origin"
    case notAMember = "not_a_member"
    // What is there stands in the way.
    case usernameTaken = "username_taken"
    case mailTaken = "mail_taken"
    case roomNameTaken = "room_name_taken"
    case personUnknown = "person_unknown"
    case roomUnknown = "room_unknown"
    case roomGone = "room_gone"
    case roomArchived = "room_archived"
    case muted = "muted"
    case banned = "banned"
    case messageUnknown = "message_unknown"
    case messageGone = "message_gone"
    case tooMany = "too_many"
    case pollClosed = "poll_closed"
    case reportClosed = "report_closed"
    case tooManyRooms = "too_many_rooms"
    case tooManySubscriptions = "too_many_subscriptions"
    case linkInvalid = "link_invalid"
    // Not now.
    case rateLimited = "rate_limited"
    case slowMode = "slow_mode"
    case overloaded = "overloaded"
    case shuttingDown = "shutting_down"
    case outcomeUnknown = "outcome_unknown"
    case internalFault = "internal_fault"

    /// The HTTP status (RFC 9110, section 15) that goes with the code.
    public var httpStatus: Int {
        switch self {
        case .badRequest, .unknownOperation, .keyInvalid: 400
        case .notLoggedIn, .badCredentials: 401
        case .registrationClosed, .ownerCodeNeeded, .accountDeactivated, .notAllowed, .wrongOrigin, .notAMember,
            .tooMany, .tooManyRooms, .tooManySubscriptions, .muted, .banned, .inviteInvalid, .mailNotAllowed,
            .scopeNeeded:
            403
        case .notFound, .roomUnknown, .personUnknown, .messageUnknown, .linkInvalid: 404
        case .methodNotAllowed: 405
        case .usernameTaken, .mailTaken, .roomNameTaken, .lastOwner, .roomArchived, .pollClosed, .reportClosed: 409
        case .roomGone, .messageGone: 410
        case .tooLarge: 413
        case .nameInvalid, .mailInvalid, .passwordInvalid, .textInvalid, .searchInvalid, .pictureInvalid: 422
        case .rateLimited, .slowMode: 429
        case .internalFault: 500
        case .overloaded, .shuttingDown, .outcomeUnknown: 503
        }
    }

    /// Whether the same request may succeed later without a change to it.
    public var mayRetry: Bool {
        switch self {
        case .rateLimited, .slowMode, .overloaded, .shuttingDown, .outcomeUnknown: true
        default: false
        }
    }
}

/// A refusal as a client sees it. Nothing was changed, except for `outcomeUnknown`.
public struct Refusal: Error, Sendable, Equatable {
    public var code: RefusalCode
    /// A sentence for a person: what is wrong, and what to do.
    public var message: String
    /// The limit that was met, by its name in the configuration.
    public var limit: Limit?
    /// In how many seconds it is worth trying again.
    public var retryAfter: Int?

    public struct Limit: Sendable, Equatable {
        public var name: String
        public var value: Int

        public init(name: String, value: Int) {
            self.name = name
            self.value = value
        }
    }

    public init(_ code: RefusalCode, _ message: String, limit: Limit? = nil, retryAfter: Int? = nil) {
        self.code = code
        self.message = message
        self.limit = limit
        self.retryAfter = retryAfter
    }
}
