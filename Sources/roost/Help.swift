/// What `roost` and its parts say about themselves.
enum Help {
    static let overview = """
        Roost, a chat server for your own house.

          roost serve          runs the server          (roost serve --help explains every setting)
          roost chat           opens a chat             (roost chat --help)
          roost admin          looks after the server   (roost admin --help)
          roost export ROOM    writes a room's history  (roost export --help)
          roost import FILE    takes one in, also Slack's (roost import --help)
          roost backup FILE    writes all it keeps to one file; the server may run meanwhile
          roost restore FILE   puts a backup in place; the server must be stopped
          roost doctor         says whether all is well, and what to do if not
          roost version        says which version this is

        Start with:  roost serve     and in another terminal:  roost chat
        """

    static var serve: String {
        var text = """
            roost serve runs the server.

            Each setting can be given as a flag, in the environment, or in a file, in this order of precedence.
            --listen, ROOST_LISTEN and "listen = " in the file are the same.

              --config FILE
                  Reads settings from a file; roost serve --print-config prints one with all defaults.

            """
        for option in Option.all {
            text += "\n  \(option.flag) \(option.placeholder)\n      \(option.summary)"
            text += option.defaultText.isEmpty ? "\n" : " Default: \(option.defaultText).\n"
        }
        return text
    }

    /// A configuration file with everything in it, commented out.
    static var configurationFile: String {
        var text = """
            # Roost's settings, with their defaults. Remove the # in front of a line to change it.
            # Flags and the environment (ROOST_LISTEN, …) go before this file.

            """
        for option in Option.all {
            text += "\n# \(option.summary)\n# \(option.name) = \(option.defaultText)\n"
        }
        return text
    }
}
