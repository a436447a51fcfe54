/// How the program ends, for scripts (docs/console.md).
enum ExitCode: Int32 {
    case success = 0
    case other = 1
    case usage = 2
    case logInRefused = 3
    case unreachable = 4
    case sendRefused = 5
}
