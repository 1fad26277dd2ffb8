"""Small pictures of all pages at the left, to find one's way by."""

from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.preview.pages import Pages

WIDTH: Final = 152  # the whole list
_PAPER: Final = 104
_KEPT: Final = 300  # pictures
Index = QModelIndex | QPersistentModelIndex


class Thumbnails(QListView):
    """The list; `chosen` when the person goes to another page in it."""

    chosen = Signal(int)

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Pictures(jobs, self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setFixedWidth(WIDTH)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(0)
        self.setAccessibleName(tr("Thumbnails"))
        self._following = False
        self.selectionModel().currentChanged.connect(self._current_changed)

    def set_pages(self, pages: Pages | None) -> None:
        """Show another document's pages; the old pictures stay until the new ones come."""
        page = self.currentIndex().row()
        self._following = True
        self._model.show(pages, self.devicePixelRatioF())
        self._following = False
        self.set_page(max(page, 0))

    def set_page(self, page: int) -> None:
        """Mark the page that is being read."""
        self._following = True
        index = self._model.index(page)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self._following = False

    def _current_changed(self, index: Index) -> None:
        if not self._following and index.isValid():
            self.chosen.emit(index.row())


class _Pictures(QAbstractListModel):
    """The pages; a picture is drawn when it is first wanted."""

    def __init__(self, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pages: Pages | None = None
        self._ratio = 1.0
        self._images: dict[int, QImage] = {}
        self._fresh: set[int] = set()
        self._wanted: list[int] = []
        self._working = False

    def show(self, pages: Pages | None, ratio: float) -> None:
        count = 0 if pages is None else len(pages)
        self.beginResetModel()
        self._pages, self._ratio = pages, ratio
        self._fresh.clear()
        self._wanted.clear()
        self._images = {page: image for page, image in self._images.items() if page < count}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() or self._pages is None else len(self._pages)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(index.row() + 1)
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return tr("Page {number}", number=index.row() + 1)
            case Qt.ItemDataRole.DecorationRole:
                self._want(index.row())
                return self._images.get(index.row())
            case Qt.ItemDataRole.SizeHintRole:
                return QSize(WIDTH - 16, self.paper(index.row()).height() + 34)
            case _:
                return None

    def paper(self, page: int) -> QSize:
        """How large a page is drawn: the same width for all, unless it would be a tower."""
        assert self._pages is not None
        size = self._pages.sizes[page]
        width = min(_PAPER, round(_PAPER * 1.6 * size.width() / size.height()))
        return QSize(max(width, 8), max(8, round(width * size.height() / size.width())))

    def _want(self, page: int) -> None:
        if page not in self._fresh and page not in self._wanted:
            self._wanted.append(page)
            self._next()

    def _next(self) -> None:
        if self._working or not self._wanted or self._pages is None:
            return
        self._working = True
        page, pages = self._wanted.pop(), self._pages
        width = round(self.paper(page).width() * self._ratio)
        self._jobs.latest(
            ("preview thumbnail", id(self)),
            lambda _job: pages.picture(page, width),
            lambda image: self._came(pages, page, image),
            lambda _error: self._came(pages, page, None),  # a page that can't be drawn stays white
            parent=self,
        )

    def _came(self, pages: Pages, page: int, image: QImage | None) -> None:
        self._working = False
        if pages is self._pages:
            self._fresh.add(page)
            if image is not None:
                self._images[page] = image
            if len(self._images) > _KEPT:
                oldest = next(iter(self._images))
                del self._images[oldest]
                self._fresh.discard(oldest)
            self.dataChanged.emit(self.index(page), self.index(page), [Qt.ItemDataRole.DecorationRole])
        self._next()


class _Delegate(QStyledItemDelegate):
    """Paper, its number below, a frame around the page that is being read."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colors = theme.colors()
        model = index.model()
        assert isinstance(model, _Pictures)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        paper = model.paper(index.row())
        place = QRect(option.rect.x() + (option.rect.width() - paper.width()) // 2, option.rect.y() + 8, 0, 0)
        place.setSize(paper)
        painter.save()
        painter.fillRect(place, Qt.GlobalColor.white)
        image = index.data(Qt.ItemDataRole.DecorationRole)
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, image)
        self._frame(painter, place, current=current)
        painter.setPen(QColor(colors.text if current else colors.muted))
        painter.setFont(theme.number_font(theme.SMALL, strong=current))
        words = QRect(option.rect.x(), place.bottom() + 5, option.rect.width(), 18)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, index.data())
        painter.restore()

    def _frame(self, painter: QPainter, place: QRect, *, current: bool) -> None:
        colors = theme.colors()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not current:
            painter.setPen(QColor(colors.border))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colors.accent), 2))
        painter.drawRoundedRect(place.adjusted(-2, -2, 2, 2), 3, 3)
