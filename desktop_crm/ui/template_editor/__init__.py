"""The editor of contract templates, for Settings and for a contract whose template has a mistake."""

from desktop_crm.ui.template_editor.editor import TemplateEditor

__all__ = ["TemplateEditor"]
