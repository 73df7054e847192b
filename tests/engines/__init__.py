"""The app in the engines of other browsers: WebKitGTK, which is Safari's family, and Firefox."""
