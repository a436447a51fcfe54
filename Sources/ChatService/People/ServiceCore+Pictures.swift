import ChatDomain
import ChatStore
import Log
import Pictures

/// A picture as it is kept and given out. What keeps files later can give the same.
public struct StoredPicture: Sendable {
    public var mediaType: String
    /// Another one for each picture.
    public var tag: String
    public var bytes: [UInt8]
}

// The picture of a profile: made small on a password thread, kept as a record.
extension ServiceCore {
    func setPicture(_ file: [UInt8], of caller: Caller, answer: @escaping Answer<OwnAccount>) {
        do throws(Refusal) {
            try checkRunning()
            try checkRate(caller.account)
            let (limit, service, log) = (settings.limits.pictureBytes, ports.service, log)
            let accepted = ports.hash {
                let result = Self.picture(from: file, limit: limit, log: log)
                service(
                    .run { core in
                        do throws(Refusal) {
                            core.keep(try result.get(), of: caller, answer: answer)
                        } catch {
                            answer(.failure(error))
                        }
                    })
            }
            guard accepted else { throw .passwordQueueFull(settings.limits.passwordQueue) }
        } catch {
            answer(.failure(error))
        }
    }

    private static func picture(from file: [UInt8], limit: Int, log: Log) -> Result<EncodedPicture, Refusal> {
        do throws(PictureError) {
            var limits = PictureLimits()
            limits.bytes = limit
            return .success(try ProfilePicture.make(from: file, limits: limits))
        } catch {
            switch error {
            case .unavailable(let reason):
                log.warning("pictures cannot be read", ["reason": reason])
                return .failure(Refusal(.internalFault, "This server cannot read pictures. Tell those who run it."))
            case .tooManyBytes:
                return .failure(
                    Refusal(
                        .tooLarge, "\(error.description) Send a smaller one.",
                        limit: Refusal.Limit(name: "picture_bytes", value: limit)))
            case .tooManyPixels, .unsupported, .damaged:
                return .failure(Refusal(.pictureInvalid, "\(error.description) Send another one."))
            }
        }
    }

    private func keep(_ picture: EncodedPicture, of caller: Caller, answer: @escaping Answer<OwnAccount>) {
        let tag = makeTag()
        changeOneself(caller, answer: answer) { _, account, profile in
            profile.picture = Profile.Picture(tag: tag, mediaType: picture.mediaType)
            let key = RecordKey(.picture, owner: account.id.rawValue)
            return [.put(Record(key: key, value: picture.bytes))]
        }
    }

    private func makeTag() -> String {
        var number: UInt64 = 0
        withUnsafeMutableBytes(of: &number) { random.fill($0) }
        return String(number, radix: 36)
    }

    func removePicture(of caller: Caller, answer: @escaping Answer<OwnAccount>) {
        changeOneself(caller, answer: answer) { _, account, profile in
            guard profile.picture != nil else { return [] }
            profile.picture = nil
            return [.removeRecord(RecordKey(.picture, owner: account.id.rawValue))]
        }
    }

    func picture(of person: AccountID, for caller: Caller, answer: @escaping Answer<StoredPicture>) {
        read(for: caller, answer: { result in answer(Self.found(result)) }) { core throws(Refusal) in
            guard core.directory.mayKnow(of: person, caller.account) else { throw .personUnknown }
            guard let picture = core.profile(person).picture else { throw .noPicture }
            return { (reader) throws(StoreError) in
                try reader.record(RecordKey(.picture, owner: person.rawValue)).map { record in
                    StoredPicture(mediaType: picture.mediaType, tag: picture.tag, bytes: record.value)
                }
            }
        }
    }

    /// It may have been taken away in between.
    private static func found(_ result: Result<StoredPicture?, Refusal>) -> Result<StoredPicture, Refusal> {
        result.flatMap { picture in picture.map { .success($0) } ?? .failure(.noPicture) }
    }
}

extension Refusal {
    static let noPicture = Refusal(.notFound, "This person has no picture.")
}
