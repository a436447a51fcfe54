public import ChatDomain
public import ChatService
import ChatWire
import Deflate
import EventLoop
import RoomStreams
import Synchronization
import WebSocketWire

/// Events as WebSocket frames, one a message, ready for any number of sockets.
final class LiveFrames: EncodedFrames {
    /// The formats of ``RoomStreams``.
    static let plainFormat = 0
    static let deflatedFormat = 1

    private struct Runs {
        let plain: FrameRun
        /// With the large messages compressed; nil where nothing was large, or nobody could read it.
        let deflated: FrameRun?

        var byteCount: Int {
            // What the objects and the offsets take, about.
            200 + plain.bytes.count + plain.offsets.count * 4
                + (deflated.map { 100 + $0.bytes.count + $0.offsets.count * 4 } ?? 0)
        }
    }

    private enum State {
        case made(Runs)
        /// Nobody was there to read it: whoever comes first has it made.
        case due(() -> Runs)
    }

    private let state: Mutex<State>
    let byteCount: Int

    /// - Parameter isAwaited: whether somebody reads by this door now, so that the frames are made at once.
    fileprivate init(_ events: [Event], _ authors: [PersonName], by encoder: LiveFrameEncoder, isAwaited: Bool) {
        @Sendable func make() -> Runs {
            let (plain, deflated) = encoder.runs(events, authors)
            return Runs(plain: plain, deflated: deflated)
        }
        if isAwaited {
            let runs = make()
            byteCount = runs.byteCount
            state = Mutex(.made(runs))
        } else {
            byteCount = events.reduce(200) { $0 + $1.body.count * 2 + 350 }
            state = Mutex(.due(make))
        }
    }

    func run(deflated: Bool) -> FrameRun {
        let runs = state.withLock { state in
            switch state {
            case .made(let runs): return runs
            case .due(let make):
                let runs = make()
                state = .made(runs)
                return runs
            }
        }
        return deflated ? runs.deflated ?? runs.plain : runs.plain
    }
}

/// Encodes events for the live stream: once for all readers.
public final class LiveFrameEncoder: FrameEncoder {
    /// Connections of this door.
    let readers = Atomic<Int>(0)
    /// Those that agreed on permessage-deflate; without any, nothing is compressed.
    let deflatingReaders = Atomic<Int>(0)
    private let deflater = Mutex(Confined(Deflater()))

    /// Smaller messages travel as they are: compressing them costs more than it saves.
    static let smallestDeflated = 512

    /// A value that only ever is used under the lock it lies in.
    private struct Confined: @unchecked Sendable {
        let value: Deflater

        init(_ value: Deflater) {
            self.value = value
        }
    }

    public init() {}

    public func encode(_ events: [Event], authors: [PersonName]) -> any EncodedFrames {
        LiveFrames(events, authors, by: self, isAwaited: readers.load(ordering: .relaxed) > 0)
    }

    fileprivate func runs(_ events: [Event], _ authors: [PersonName]) -> (plain: FrameRun, deflated: FrameRun?) {
        var texts: [UInt8] = []
        var textEnds: [Int] = []
        texts.reserveCapacity(events.reduce(0) { $0 + $1.body.count + 160 })
        for (event, author) in zip(events, authors) {
            EventJSON.append(event, author: author.displayName, live: true, to: &texts)
            textEnds.append(texts.count)
        }
        let plain = Self.run(texts, textEnds) { text, output in
            WebSocketFrame.append(.text, text, to: &output)
        }
        let isWorthIt = zip([0] + textEnds, textEnds).contains { $1 - $0 >= Self.smallestDeflated }
        guard isWorthIt, deflatingReaders.load(ordering: .relaxed) > 0 else {
            return (plain, nil)
        }
        let deflated = deflater.withLock { deflater in
            Self.run(texts, textEnds) { text, output in
                if text.count >= Self.smallestDeflated {
                    WebSocketFrame.append(.text, text, deflatedBy: deflater.value, to: &output)
                } else {
                    WebSocketFrame.append(.text, text, to: &output)
                }
            }
        }
        return (plain, deflated)
    }

    private static func run(
        _ texts: [UInt8], _ ends: [Int], _ append: (UnsafeRawBufferPointer, inout [UInt8]) -> Void
    ) -> FrameRun {
        var frames: [UInt8] = []
        var offsets: [UInt32] = [0]
        frames.reserveCapacity(texts.count + ends.count * 4)
        offsets.reserveCapacity(ends.count + 1)
        texts.withUnsafeBytes { texts in
            var start = 0
            for end in ends {
                append(UnsafeRawBufferPointer(rebasing: texts[start..<end]), &frames)
                offsets.append(UInt32(truncatingIfNeeded: frames.count))
                start = end
            }
        }
        return FrameRun(bytes: SharedBytes(copying: frames.span), offsets: offsets)
    }
}
