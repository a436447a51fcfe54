/// Why there is no picture.
public enum PictureError: Error, Hashable, CustomStringConvertible {
    /// libvips is missing or too old; `reason` is for the operator.
    case unavailable(reason: String)
    case tooManyBytes(limit: Int)
    case tooManyPixels(limit: Int)
    /// Not PNG, JPEG, WebP or GIF. `found` names what it is, such as "SVG", where that can be told.
    case unsupported(found: String?)
    /// The file is cut off, or no decoder can read it. `detail` is libvips' word, for logs.
    case damaged(detail: String)

    public var description: String {
        switch self {
        case .unavailable(let reason): "Pictures cannot be read here: \(reason)."
        case .tooManyBytes(let limit): "The picture has more than \(limit) bytes."
        case .tooManyPixels(let limit): "The picture has more than \(limit) pixels."
        case .unsupported(let found?): "\(found) is not taken, only PNG, JPEG, WebP and GIF."
        case .unsupported(nil): "This is no PNG, JPEG, WebP or GIF."
        case .damaged: "The picture is damaged or incomplete."
        }
    }
}
