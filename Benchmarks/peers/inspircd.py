"""InspIRCd: one process of one thread."""

import os

from peers.peer import Peer, program

MODULES = "/usr/lib/inspircd/modules"


class InspIRCd(Peer):
    name, title, protocol = "inspircd", "InspIRCd", "IRC"
    packages = ["inspircd"]
    # It lets people in once a second.
    load = ["--target", "irc", "--open-at-once", "1000"]
    joins_slowly = True

    def command(self):
        as_root = ["--runasroot"] if os.geteuid() == 0 else []
        return [program("inspircd"), "--config", self.folder / self.file, "--nofork", "--nopid", *as_root]

    def configuration(self):
        # For what Roost's clients can ask for too.
        modules = ["cap", "namesx", "uhnames", "ircv3", "ircv3_accounttag", "ircv3_batch", "ircv3_ctctags",
                   "ircv3_echomessage", "ircv3_labeledresponse", "ircv3_msgid", "ircv3_servertime"]
        return f"""
<server name="irc.bench.example" description="Benchmark" network="Benchmark" id="00A">
<bind address="127.0.0.1" port="{self.port}" type="clients">
<path configdir="{self.folder}" datadir="{self.folder}" logdir="{self.folder}" runtimedir="{self.folder}"
      moduledir="{MODULES}">
<connect name="all" allow="127.0.0.0/8" timeout="300" pingfreq="600" fakelag="no" threshold="1000000"
         commandrate="1000000000" recvq="1M" softsendq="64M" hardsendq="256M" localmax="100000" globalmax="100000"
         maxchans="1000" resolvehostnames="no" useconnectban="no" useconnflood="no">
<performance softlimit="100000" somaxconn="4096" netbuffersize="65536" quietbursts="yes">
<options defaultmodes="nt">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="inspircd.log">
""" + "".join(f'<module name="{name}">\n' for name in modules)
