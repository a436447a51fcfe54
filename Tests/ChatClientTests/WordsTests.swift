import Foundation
import Testing

@testable import Console

@Suite("Words behind a command")
struct WordsTests {
    init() { setenv("TZ", "UTC", 1) }

    @Test("Words are taken one by one, and the rest stays as it was written")
    func words() {
        var words = Words("  #42  two  words\nand a line ")
        #expect(words.next { MessageReference($0) } == .number(42))
        #expect(words.next { Int($0) } == nil)
        #expect(words.rest == "two  words\nand a line")
        #expect(words.next() == "two" && words.peek == "words")
    }

    @Test(
        "A message is named by its number, or from the end",
        arguments: [
            ("#42", MessageReference.number(42)), ("^", .last(1)), ("^2", .last(2)), ("42", nil), ("#0", nil),
            ("#-1", nil), ("^0", nil), ("^x", nil), ("#", nil), ("#99999999999999999999", nil),
        ])
    func references(word: String, meaning: MessageReference?) {
        #expect(MessageReference(word) == meaning)
    }

    @Test("Where only a message can stand, the number alone is enough")
    func bare() {
        #expect(MessageReference.bare("42") == .number(42) && MessageReference.bare("^3") == .last(3))
        #expect(MessageReference.bare("x42") == nil && MessageReference.bare("") == nil)
    }

    @Test(
        "Periods have a unit, and an end",
        arguments: [
            ("90s", Int64(90)), ("10m", 600), ("2h", 7_200), ("3d", 259_200), ("1w", 604_800), ("10", nil),
            ("0m", nil), ("-1m", nil), ("m", nil), ("99999w", nil), ("9999999999999999999w", nil), ("1y", nil),
        ])
    func periods(word: String, seconds: Int64?) {
        #expect(WrittenTime.period(word) == seconds)
    }

    /// Friday, 20 November 2026, 12:00 UTC.
    private let noon: Int64 = 1_795_176_000_000

    @Test("Moments are periods from now, times of the clock, and days")
    func moments() {
        let hour: Int64 = 3_600_000
        #expect(WrittenTime.moment("2h", now: noon) == noon + 2 * hour)
        #expect(WrittenTime.moment("+2h", now: noon) == noon + 2 * hour)
        #expect(WrittenTime.moment("18:30", now: noon) == noon + 6 * hour + hour / 2)
        #expect(WrittenTime.moment("11:00", now: noon) == noon + 23 * hour, "it is tomorrow's")
        #expect(WrittenTime.moment("2026-11-21T12:00", now: noon) == noon + 24 * hour)
        #expect(WrittenTime.moment("2026-11-21", now: noon) == noon + 12 * hour)
        for nonsense in ["", "x", "25:00", "12:60", "1:2", "2026-13-01", "2026-11-21T", "2026-11-21T9", "T9:00", "12"] {
            #expect(WrittenTime.moment(nonsense, now: noon) == nil, "\(nonsense)")
        }
    }

    @Test("A poll is a question and its answers, between bars")
    func polls() {
        let plain = WrittenPoll("Lunch? | Pizza | Soup ", now: noon)
        #expect(plain?.question == "Lunch?" && plain?.options == ["Pizza", "Soup"])
        let all = WrittenPoll("multiple anonymous until=2h Days? | Mo | Tu | We", now: noon)
        #expect(all?.isMultiple == true && all?.isAnonymous == true && all?.closesAt == noon + 7_200_000)
        #expect(all?.question == "Days?" && all?.options.count == 3)
        for nonsense in ["", "Lunch?", "Lunch? | Pizza", "Lunch? | Pizza | ", "| a | b", "until=never Q | a | b"] {
            #expect(WrittenPoll(nonsense, now: noon) == nil, "\(nonsense)")
        }
    }
}
