// Until the tests land.
