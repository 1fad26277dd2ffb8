"""Scrolling that glides instead of jumping, so that the eye keeps its line."""

from typing import Final

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtWidgets import QScrollBar, QStyle

_MILLISECONDS: Final = 140


class Glide(QVariantAnimation):
    """Moves a scroll bar; steps that come while it moves add up. Jumps where the system wants no animation."""

    def __init__(self, bar: QScrollBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(lambda value: bar.setValue(int(value)))
        bar.sliderPressed.connect(self.stop)

    def by(self, distance: int) -> None:
        """Go on by `distance` px."""
        moving = self.state() == QVariantAnimation.State.Running
        start = int(self.endValue()) if moving else self._bar.value()
        self.to(start + distance)

    def to(self, value: int) -> None:
        """Go to a place."""
        value = min(max(value, self._bar.minimum()), self._bar.maximum())
        self.stop()
        wanted = self._bar.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self._bar)
        if wanted <= 0 or value == self._bar.value():
            self._bar.setValue(value)
            return
        self.setDuration(min(_MILLISECONDS, wanted))
        self.setStartValue(self._bar.value())
        self.setEndValue(value)
        self.start()
