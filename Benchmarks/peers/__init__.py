"""Other people's servers, each as it comes from Debian, without limits to what clients may say; one file each."""

from peers.ejabberd import Ejabberd
from peers.inspircd import InspIRCd
from peers.mosquitto import Mosquitto
from peers.nats import NATS
from peers.ngircd import Ngircd
from peers.prosody import Prosody
from peers.redis import Redis

PEERS = [InspIRCd, Ngircd, Redis, NATS, Mosquitto, Prosody, Ejabberd]
