"""Write bot/briefs/data/stopwords.json.gz: the words that say little, per language.

    python benchmarks/build_stop_words.py STOPWORDS_ISO_JSON

English, Russian, Turkish and Azerbaijani are written by hand below, pronouns, particles, prepositions, conjunctions
and auxiliary verbs only. The other languages come from stopwords-iso (MIT, the file `stopwords-iso.json` of the
PyPI package stopwordsiso): its single words of at most twelve letters.
"""

import gzip
import json
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "bot" / "briefs" / "data" / "stopwords.json.gz"

BY_HAND = {
    "en": """a about above across after again against all almost along already also although always am
        among an and another any are aren't around as at away back be became because become been
        before being below between both but by came can can't cannot come could couldn't did didn't
        do does doesn't doing don't down during each either else even ever every few for from
        further get gets got had hadn't has hasn't have haven't having he he'd he'll he's her here
        hers herself him himself his how however i i'd i'll i'm i've if in into is isn't it it's its
        itself just last least less let like made make many may me might more most much must my
        myself near neither never no nor not now of off often on once one only onto or other others
        our ours ourselves out over own per perhaps quite rather really said same say says she she'd
        she'll she's should shouldn't since so some still such than that that's the their theirs
        them themselves then there there's these they they'd they'll they're they've this those
        though through thus to together too toward towards two under until up upon us very via was
        wasn't we we'd we'll we're we've well were weren't what when where whether which while who
        whom whose why will with within without won't would wouldn't yet you you'd you'll you're
        you've your yours yourself""",
    "ru": """а без более больше будет будут бы был была были было быть в вам вас ведь весь во вот все
        всего всей всех всю вы где да даже для до его ее её ей ему если есть еще ещё ж же за здесь и
        из из-за или им ими их к как какая какой ко когда которая которого которой котором которому
        которые который которых которую кто ли либо лишь между меня мне много может можно мой моя мы
        на над надо нам нас наш не него нее неё ней нельзя нет ни нибудь никогда ним них ничего но
        ну о об один одна однако одно одного он она они оно от очень перед по под поэтому после
        потом потому почти при про раз с сам сама само сами самый свое своего своей свои своих свою
        себе себя сейчас со совсем так также такая такие такой там тебя тем теперь то тогда того
        тоже той только том тот ту ты у уже хотя чего чем через что чтобы чуть эта эти этим этих это
        этого этой этом этот эту я сказал сказала заявил заявила сообщил сообщила сообщает""",
    "tr": """acaba ama ancak arasında artık aslında ayrıca az bana bazı belki ben beni benim bile bin bir
        biri birkaç biz bize bizi bizim bu buna bunda bundan bunlar bunları bunların bunu bunun
        burada böyle böylece çok çünkü da daha de değil dedi defa diye diğer dolayı edecek eden eder
        ederek edildi edilen ediyor en etti ettiği fakat gibi göre ha hangi hatta hem henüz hep
        hepsi her herhangi herkes hiç için içinde ile ilgili ise işte kadar karşı kendi kendine kez
        ki kim kimi kimse mi mı mu mü nasıl ne neden nedenle nerde nerede neyse niçin niye o olan
        olarak oldu olduğu oldukça olduğunu olmak olması olmayan olsa olsun olup olur olursa oluyor
        on ona ondan onlar onlardan onları onların onu onun orada oysa öyle pek rağmen sadece sanki
        sen senin siz sizin son sonra şekilde şey şimdi şöyle şu şunu tarafından tüm üzere üzerinde
        var vardı ve veya ya yani yapılan yapmak yaptı yaptığı ya da yer yine yok yoksa zaten""",
    "az": """ad amma ancaq artıq az bax bəlkə bəri bəzi belə ben bəs bəzən bil bilə bir birdən biri
        birinci biz bizə bizi bizim bu buna bundan bunlar bunun bunu burada bütün çox çünki da daha
        dan de deyə deyil dedi deyib digər dən də dır dir eləcə elə edən edib edilib edilir edir
        edəcək əgər ən əsasən əvvəl gərək görə hal halda hansı haqqında həm həmçinin həmin hər hətta
        heç həp hələ i idi ilə ilk imiş indi isə istər kəs ki kim kimi ki̇ lakin lap mən mənə məni
        mənim mı mi mu mü nə nədən nəzərə niyə nin o obirisi olan olanda olaraq olar oldu olduğu
        olduğunu olmaq olması olsa olsun olub olunur olur on ona ondan onlar onlardan onların onu
        onun onunla orada ötrü öz özü özünün qarşı qədər qeyd qədər saat sadəcə saniyə san səhər sən
        sənə sizə siz sizin sonra tərəfindən üçün üzrə üzərində və var vardır və ya ya yalnız yaxın
        yenə yəni yox yoxdur yoxsa zaman şey""",
}


def main(source: Path) -> None:
    borrowed = json.loads(source.read_text(encoding="utf-8"))
    lists = {
        language: sorted({word for word in words if " " not in word and len(word) <= 12})
        for language, words in borrowed.items()
    }
    lists |= {language: sorted(set(text.split())) for language, text in BY_HAND.items()}
    packed = json.dumps(lists, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    TARGET.write_bytes(gzip.compress(packed, mtime=0))
    print(f"{TARGET.name}: {len(lists)} languages, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
