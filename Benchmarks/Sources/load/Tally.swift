/// What the readers saw.
struct Tally {
    var deliveries = 0
    var acknowledged = 0
    /// Messages that a client said it has read.
    var marks = 0
    /// System calls that brought something: deliveries by them tell how well writes were coalesced.
    var reads = 0
    var lost = 0
    var doubled = 0
    var outOfOrder = 0
    var latency = Histogram()
}
