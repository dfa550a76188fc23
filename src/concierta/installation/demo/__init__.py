"""The demonstration of Cali, loaded by calling operations as people would."""

from concierta.installation.demo.load import DemoAccounts, demo_is_loaded, load_demo, publish_demo

__all__ = ["DemoAccounts", "demo_is_loaded", "load_demo", "publish_demo"]
