#include "ui/theme/language.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace pentimento {
namespace {

void install(const QLocale& locale, const QString& name, const QString& folder) {
  auto* translator = new QTranslator(qApp);
  if (translator->load(locale, name, "_", folder))
    QApplication::installTranslator(translator);
  else
    delete translator;
}

}  // namespace

void installLanguage(const QString& code) {
  const QLocale locale = code.isEmpty() ? QLocale::system() : QLocale(code);
  QLocale::setDefault(locale);
  qDeleteAll(qApp->findChildren<QTranslator*>(Qt::FindDirectChildrenOnly));
  install(locale, "pentimento", ":/translations");
  // Qt's own dialogs.
  install(locale, "qtbase", QLibraryInfo::path(QLibraryInfo::TranslationsPath));
}

}  // namespace pentimento
