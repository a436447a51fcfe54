/// How much of a picture is taken in.
public struct PictureLimits: Sendable {
    /// Of the file.
    public var bytes = 10 << 20
    /// Width times height; of an interlaced PNG four times that, for it is held whole while it is read, at up to eight bytes
    /// a pixel. At this limit the slowest (sixteen bits, transparent) keep a core busy for three seconds, and a
    /// progressive JPEG takes 200 MB: as many at once as there are threads that make pictures.
    public var pixels = 25_000_000

    public init() {}
}
