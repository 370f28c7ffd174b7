"""Spellings of other scripts made one: Korean letters, traditional Chinese, Cyrillic."""

from __future__ import annotations

import re
from functools import cache

from lexloci_reader.patterns import pattern

_LEAD, _VOWEL = (
    "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ",
    "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ",
)
_TAIL = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_ALIKE = str.maketrans("rlIHT", "ㅏㅣㅣㅐㅜ")


@cache
def _jamo() -> re.Pattern[str]:
    return re.compile(f"([{_LEAD}])([{_VOWEL}rlIHT])(?:([{_TAIL[1:]}])(?![{_VOWEL}rlIHT]))?")


def compose(text: str) -> str:
    """Korean letters typed one by one, or with Latin look-alikes, put together: `ㄴㅏ`, `ㄴr`."""

    def syllable(match: re.Match[str]) -> str:
        lead, vowel = _LEAD.index(match.group(1)), _VOWEL.index(match.group(2).translate(_ALIKE))
        tail = _TAIL.index(match.group(3)) if match.group(3) else 0
        return chr(0xAC00 + (lead * 21 + vowel) * 28 + tail)

    return _jamo().sub(syllable, text)


_PAIRS = (
    "絲丝掛挂褲裤內内體体脫脱裝装濕湿頭头暈晕襪袜帶带緊紧業业線线開开愛爱黃黄雞鸡誘诱嬈娆嫵妩"
    "曖暧蕩荡豔艳豐丰張张雙双腳脚慾欲歲岁嬰婴兒儿寶宝蘿萝齡龄國国學学師师醫医護护員员書书帥帅"
    "鄰邻媽妈爺爷婦妇網网紅红觀观眾众議议長长總总統统裡里裏里邊边這这個个們们給给請请換换變变"
    "為为與与讓让沒没著着無无別别襯衬連连風风夾夹飾饰絨绒領领錶表鍊链環环圍围鏡镜項项標标誌志"
    "漬渍皺皱籤签陰阴圖图畫画鈕钮釦扣燈灯電电桿杆塵尘綠绿藍蓝顏颜動动寫写實实攝摄鏈链櫥橱屜屉"
    "對对後后從从麼么誰谁說说話话來来時时間间點点幾几樣样還还過过會会現现發发見见聽听應应該该"
    "將将處处條条塊块隻只傘伞葉叶樹树鳥鸟貓猫馬马魚鱼龍龙門门車车飛飞機机場场館馆廳厅課课練练"
    "習习團团組组隊队廠厂銀银鐵铁鋼钢輛辆經经貴贵賓宾劉刘陳陈楊杨趙赵吳吴孫孙蘇苏蔣蒋鄭郑謝谢"
    "許许鄧邓馮冯蕭萧溫温範范顧顾賴赖龔龚嚴严盧卢鍾钟鐘钟錢钱湯汤賈贾韋韦倫伦傑杰偉伟強强軍军"
    "麗丽靜静曉晓華华蘭兰鳳凤瓊琼穎颖雲云夢梦瑩莹潔洁語语軒轩澤泽銘铭賢贤維维慶庆興兴榮荣齊齐"
    "關关東东賽赛決决勝胜傳传獎奖選选舉举競竞戲戏劇剧藝艺術术樂乐聲声視视頻频訊讯號号碼码據据"
    "資资產产買买賣卖價价錄录級级歷历導导廣广灣湾島岛縣县鄉乡鎮镇區区樓楼層层戶户廚厨臥卧單单"
    "紙纸筆笔顯显隱隐約约則则異异紗纱縷缕繩绳補补縫缝縮缩織织紋纹彈弹極极態态勢势誤误試试驗验"
    "蓋盖擋挡撥拨擺摆掃扫滿满減减餘余輕轻騷骚亂乱讀读譯译壞坏幫帮頁页檔档傷伤蟲虫巖岩壓压氣气"
    "濱滨灘滩潛潜擊击職职勞劳務务優优惡恶虛虚擬拟圓圆獨独屬属盡尽歡欢嬸婶嬌娇燙烫髮发鬆松馴驯"
    "鱷鳄鯨鲸龜龟鳴鸣鴨鸭鵝鹅豬猪驢驴猶犹狀状獅狮夠够盤盘頸颈齒齿膚肤臉脸額额鬍胡鬚须腦脑臟脏"
    "腸肠繃绷螢萤攤摊灑洒淚泪濃浓淺浅測测湧涌潑泼澀涩櫻樱櫃柜權权橋桥檯台臺台夥伙閨闺閃闪閉闭"
    "僅仅淨净籬篱乾干渾浑滾滚誕诞禮礼蓮莲蝦虾觸触蛻蜕墮堕聖圣樸朴綁绑縛缚纏缠繞绕釘钉貼贴賤贱墊垫鬥斗偵侦嚐尝廟庙彎弯徹彻懸悬擁拥擠挤擴扩斷断暢畅棄弃檢检檸柠歐欧殘残毀毁氈毡沖冲溝沟滅灭澆浇"
    "濺溅煙烟熱热燦灿爛烂牆墙犧牺畢毕疊叠癢痒皚皑盜盗瞞瞒矯矫碩硕確确礎础穩稳窩窝窺窥簡简簾帘籃篮糧粮紀纪純纯終终結结絕绝綻绽緞缎緻致縱纵繪绘繼继續续罰罚羅罗羨羡聯联腫肿膠胶臘腊艙舱莊庄蔥葱"
    "藥药蘋苹蘆芦褻亵訂订討讨訓训設设訪访詢询詩诗詳详誇夸認认諷讽諾诺豎竖貝贝負负財财貧贫貨货販贩費费賀贺賊贼賞赏賠赔質质購购贈赠趕赶跡迹踐践蹤踪軀躯軌轨軟软輔辅輩辈輪轮輸输轉转遊游運运達达"
    "違违遙遥遞递遠远適适遺遗遼辽邏逻郵邮醬酱釀酿釣钓鈴铃鉤钩銅铜銳锐鋪铺鋒锋錦锦鍋锅鎖锁鎧铠鏟铲鑰钥閣阁閱阅闊阔陸陆陣阵際际階阶隸隶雖虽霧雾鞏巩韌韧順顺預预頑顽頓顿頗颇頰颊顆颗願愿類类顫颤"
    "飄飘飢饥飲饮飽饱餅饼饒饶饞馋騎骑騙骗騰腾驅驱鬧闹鮮鲜鯉鲤鴿鸽鷹鹰鹹咸麥麦麵面黏粘齣出"
    "專专辭辞題题辦办講讲義义種种較较韻韵廢废爐炉牽牵寬宽審审屆届巒峦彌弥徵征憂忧憶忆懷怀懶懒戀恋戰战撐撑撿捡擇择擔担擾扰攏拢攜携敗败數数敵敌斂敛晝昼曆历曬晒歎叹殼壳氾泛況况涼凉溼湿漁渔"
    "漢汉漲涨潤润澗涧濟济瀏浏烏乌煉炼煩烦燉炖營营爭争牠它犢犊獄狱獵猎獲获玀猡畝亩痠酸瘋疯盪荡睏困睜睁睞睐矚瞩礦矿禍祸禦御稅税積积窮穷竊窃節节築筑籌筹粧妆糰团納纳紐纽紛纷細细紳绅絡络絹绢"
    "綜综綢绸緩缓編编緣缘緯纬績绩繡绣繫系纖纤罵骂罷罢羈羁聰聪聳耸脅胁脈脉脣唇膽胆臨临舊旧艦舰艱艰莖茎萬万蒼苍蔔卜薦荐薩萨蘊蕴虧亏衊蔑衛卫製制複复襖袄襲袭規规覓觅覺觉覽览計计託托記记評评"
    "詞词詠咏誠诚誼谊諒谅諸诸謀谋謎谜謙谦證证譜谱貢贡貫贯貪贪貿贸賦赋贏赢趨趋踴踊躍跃載载輝辉輻辐農农迴回週周進进遷迁醜丑釋释針针鈦钛鈣钙鉛铅鉄铁鉑铂銷销鋁铝錘锤鍛锻鎂镁鏽锈鐲镯鑄铸鑲镶"
    "闖闯離离靦腼鞦秋韆千頂顶須须頌颂顎颚颱台餃饺餵喂駐驻駛驶駱骆驕骄驛驿骯肮髒脏鮑鲍鯊鲨鰻鳗鱗鳞鴛鸳鴦鸯鷗鸥鷺鹭鸚鹦鵡鹉龐庞籐藤檳槟燒烧燭烛爾尔獻献瑪玛瑤瑶瓏珑癡痴監监磚砖禪禅竈灶箏筝"
    "紮扎綺绮緋绯繚缭缽钵罈坛聶聂肅肃脹胀虯虬蝸蜗蠟蜡蠻蛮衝冲袞衮褸褛訝讶諧谐謠谣譽誉貳贰賬账蹟迹辯辩逕径遜逊鄔邬釧钏鉗钳銬铐鏤镂鐮镰隕陨霽霁靄霭頹颓颯飒餡馅駝驼騁骋鬢鬓鯽鲫鳶鸢鴉鸦鵲鹊"
    "黌黉黴霉嚇吓嚨咙壇坛壘垒壯壮奪夺妝妆姍姗娛娱婁娄嬪嫔宮宫寧宁屍尸崗岗嵐岚幣币幹干庫库廂厢彿佛復复惱恼愜惬慘惨慣惯慮虑憤愤懇恳拋抛挾挟捲卷揚扬揮挥損损搖摇搶抢撫抚撲扑擰拧擻擞攬揽敘叙"
    "斃毙斕斓昇升晉晋暉晖曠旷柵栅棗枣棟栋棧栈椏丫楓枫槍枪樁桩樞枢檻槛歸归殺杀毆殴氫氢汙污洩泄涇泾淵渊渦涡湊凑滄沧滌涤滬沪漿浆澱淀瀝沥瀟潇災灾熒荧燼烬爍烁牀床狹狭猙狞玨珏璽玺甌瓯療疗癮瘾"
    "盞盏睪睾瞇眯祿禄禎祯稱称穌稣穫获窪洼竪竖筍笋簽签籠笼糞粪糾纠綉绣綱纲綿绵緒绪纍累纜缆翹翘聞闻聾聋腎肾膩腻臍脐舖铺艷艳蟬蝉蠶蚕蠍蝎裊袅褳裢襠裆襬摆親亲調调談谈論论諮谘謊谎識识讚赞贊赞"
    "贛赣轎轿鈔钞鍵键閒闲饅馒髏髅鰭鳍鱸鲈喚唤喪丧嗆呛嘆叹嘔呕嘗尝嘯啸噴喷噸吨囈呓囑嘱園园執执堅坚報报塗涂墳坟墜坠壺壶壽寿奧奥奮奋妳你姦奸孿孪寢寝寵宠尋寻尷尴峽峡崑昆嶺岭嶼屿巔巅帳帐幀帧"
    "廁厕廈厦弔吊彥彦徑径恆恒悅悦悶闷慚惭憑凭憐怜掄抡採采揀拣搗捣撈捞擱搁擼撸攔拦攪搅"
    "闆板係系陽阳隨随險险雜杂難难靈灵韓韩響响飯饭養养駕驾驚惊魯鲁黨党齋斋"
    "剝剥刪删兩两當当剛刚側侧創创參参備备亞亚兌兑冊册劍剑凍冻佇伫侶侣倉仓構构滷卤欄栏併并靚靓驟骤"
    "鹽盐軸轴瑋玮勁劲鑑鉴鑽钻綫线説说鋭锐閲阅爲为搾榨啓启診诊"
)
_SIMPLE = {ord(_PAIRS[n]): _PAIRS[n + 1] for n in range(0, len(_PAIRS), 2)}
_TRADITIONAL = frozenset(_PAIRS[::2])
_FIRST = chr(0x3131)
_LETTERS_OF_KOREAN = frozenset(map(chr, range(0x3131, 0x3164)))


def simple(text: str, letters: set[str] | None = None) -> str:
    """Chinese letters in their simplified form, Korean letters in syllables.

    letters: those of the text, where they are known.
    """
    letters = set(text) if letters is None else letters
    if max(letters, default="") < _FIRST:
        return text
    if not letters.isdisjoint(_LETTERS_OF_KOREAN):
        text = compose(text)
    return text if letters.isdisjoint(_TRADITIONAL) else text.translate(_SIMPLE)


_TO_CYRILLIC = str.maketrans("aeopcyxhkmtbu3AEOPCYXHKMTB", "аеорсухнкмтвизАЕОРСУХНКМТВ")
_ONLY_CYRILLIC = frozenset("бгджзилпфцчшщъыьэюяБГДЖЗИЛПФЦЧШЩЪЫЬЭЮЯ")
_ONLY_LATIN = frozenset("dfgjlnqrsvwzDFGJLNQRSVWZ")
_PLUS = pattern("[\"'“”„«»‘’「」『』]\\s*[+＋&]\\s*[\"'“”„«»‘’「」『』]")
_BETWEEN = frozenset("*_^~|+#@.-=\\")
_MIDDLE = frozenset("・·‧•")
_DIGIT_SIGNS = frozenset("013456789@")
_DIGITS = str.maketrans("0134@6", "оизчаб")


@cache
def _signs() -> re.Pattern[str]:
    return re.compile(
        r"(?<=[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])"
        r"[ ]?[*_^~|+#@.\-\\=]{1,3}(?:(?<!\.)[ ])?"
        r"(?=[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])"
    )


@cache
def _digit() -> re.Pattern[str]:
    return re.compile(r"[А-яё]*[0134@6][А-яё]+(?:[0134@6][А-яё]*)*")


@cache
def _arabic_digit() -> re.Pattern[str]:
    return re.compile("(?<=[ء-ي])[013-9](?=[ء-ي])")


_ARABIC_DIGITS = str.maketrans("013456789", "واعاخطحغق")


@cache
def _wave() -> re.Pattern[str]:
    return re.compile("(?<=[ぁ-ヺ])[〜~]+(?=[ぁ-ヺ])")


@cache
def _dots() -> re.Pattern[str]:
    letter = "[\u0e00-\u0e7f\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7af]"
    return re.compile(f"(?<!{letter}){letter}(?:[・·‧•]{letter})+(?!{letter})")


def pieces(text: str) -> str:
    """Quoted pieces set together with a plus, as one: `"na" + "ckt"`."""
    text = text.replace("][", "") if text.count("][") > 1 else text
    return _PLUS().sub("", text) if "+" in text or "＋" in text or "&" in text else text


def unsigned(text: str, letters: set[str]) -> str:
    """Signs set between letters of scripts without spaces, and digits among Cyrillic, undone."""
    if max(letters, default="") >= _FIRST_UNSPACED:
        text = _unparted(text, letters)
    if letters.isdisjoint(_DIGIT_SIGNS):
        return text
    if any("А" <= c <= "ё" for c in letters):
        text = _digit().sub(_lettered, text)
    if any("ء" <= c <= "ي" for c in letters):
        text = _arabic_digit().sub(lambda found: found.group().translate(_ARABIC_DIGITS), text)
    return text


_FIRST_UNSPACED = "\u0e00"


def _unparted(text: str, letters: set[str]) -> str:
    """Signs set between letters of scripts without spaces undone."""
    if "〜" in letters or "~" in letters:
        text = _wave().sub("ー", text)
    if not letters.isdisjoint(_BETWEEN):
        text = _signs().sub("", text)
    if not letters.isdisjoint(_MIDDLE):
        text = _dots().sub(lambda found: found.group()[::2], text)
    return text


_VOWELLESS = "бвгджзйклмнпрстфхцчшщБВГДЖЗЙКЛМНПРСТФХЦЧШЩ"
_BETWEEN_CONSONANTS = str.maketrans("0134", "оиеа")


def _lettered(found: re.Match[str]) -> str:
    """A Cyrillic word with its digits made letters: vowels where vowels must be."""
    word = found.group()
    vowel = re.sub(
        f"(?<=[{_VOWELLESS}])[34](?=[{_VOWELLESS}])",
        lambda sign: sign.group().translate(_BETWEEN_CONSONANTS),
        word,
    )
    return vowel.translate(_DIGITS)


def is_russian(text: str) -> bool:
    """Whether the letters that have no twin in the other script are mostly Cyrillic."""
    letters = set(text)
    only = sum(map(text.count, letters & _ONLY_CYRILLIC))
    return only >= 2 and only >= sum(map(text.count, letters & _ONLY_LATIN))


def cyrillic(word: str) -> str:
    """A word of mixed script, its Latin look-alikes in Cyrillic."""
    return word.translate(_TO_CYRILLIC)
