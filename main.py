"""Where a phone build starts: the app in the window that the build gives it."""

import asyncio

from companion.app.device import device_companion, open_window
from companion.config import Settings, assets_dir, data_dir
from companion.logs import set_up_logs

if __name__ == "__main__":
    set_up_logs()
    settings = Settings(data_dir(), assets_dir())
    asyncio.run(open_window(device_companion(settings), settings))
