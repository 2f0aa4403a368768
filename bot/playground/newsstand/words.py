"""What stands around the articles: menus, promotion, calls for comments, in each outlet's language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    menu: tuple[str, ...]
    by: str
    photo: str
    also: str
    app: str
    opinion: str
    comment: str
    rights: str


WORDS = {
    "en": Words(
        menu=("Home", "Politics", "Economy", "Sport", "Culture", "Subscribe"),
        by="By {}",
        photo="Photo: press service / archive",
        also="Read also",
        app="Download our app on the App Store and Google Play and be the first to know!",
        opinion="What is your opinion on this topic?",
        comment="Leave the first comment",
        rights="All rights reserved. When using our materials a link is required.",
    ),
    "ru": Words(
        menu=("Главная", "Политика", "Экономика", "Спорт", "Культура", "Подписка"),
        by="Автор: {}",
        photo="Фото: пресс-служба / архив",
        also="Читайте также",
        app="Скачайте наше приложение в App Store и Google Play и узнавайте новости первыми!",
        opinion="Что вы думаете об этом?",
        comment="Оставьте первый комментарий",
        rights="Все права защищены. При использовании материалов ссылка обязательна.",
    ),
    "az": Words(
        menu=("Ana səhifə", "Siyasət", "İqtisadiyyat", "İdman", "Mədəniyyət", "Abunə"),
        by="Müəllif: {}",
        photo="Foto: mətbuat xidməti / arxiv",
        also="Həmçinin oxuyun",
        app="Tətbiqimizi App Store və Google Play-dən yükləyin, xəbərləri ilk siz öyrənin!",
        opinion="Bu mövzuda fikriniz nədir?",
        comment="İlk şərhi siz yazın",
        rights="Bütün hüquqlar qorunur. Materiallardan istifadə edərkən istinad mütləqdir.",
    ),
    "tr": Words(
        menu=("Ana sayfa", "Siyaset", "Ekonomi", "Spor", "Kültür", "Abonelik"),
        by="Haber: {}",
        photo="Fotoğraf: basın servisi / arşiv",
        also="İlginizi çekebilir",
        app="Uygulamamızı App Store ve Google Play'den indirin, haberleri ilk siz öğrenin!",
        opinion="Bu konuda ne düşünüyorsunuz?",
        comment="İlk yorumu siz yapın",
        rights="Tüm hakları saklıdır. Kaynak gösterilmeden kullanılamaz.",
    ),
}
