"""The living picture: two worlds side by side that a browser plays by itself from one film."""

from dashboards.picture.widget import LivingPicture

__all__ = ["LivingPicture"]
